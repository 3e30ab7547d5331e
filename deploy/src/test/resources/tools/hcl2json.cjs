// Prints the files of Terraform as one JSON object by name: node hcl2json.cjs FOLDER_OF_MODULES FILE…
const {readFileSync} = require('node:fs');
const {basename} = require('node:path');
const {parse} = require(`${process.argv[2]}/@cdktf/hcl2json`);

(async () => {
  const files = {};
  for (const file of process.argv.slice(3)) {
    files[basename(file)] = await parse(file, readFileSync(file, 'utf8'));
  }
  console.log(JSON.stringify(files));
  process.exit(0);
})();
