// node openapi.mjs BASE_URL: the document is what the OpenAPI specification says it must be.
import assert from "node:assert/strict";
import SwaggerParser from "@apidevtools/swagger-parser";

const [base] = process.argv.slice(2);
const document = await (await fetch(`${base}/openapi.json`)).json();
const api = await SwaggerParser.validate(document);
const paths = Object.keys(api.paths).length;
assert.ok(paths > 10);
console.log(`openapi: ${paths} paths`);
