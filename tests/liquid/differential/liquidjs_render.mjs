// Answers lines {"template", "data", "partials"} of standard input with {"output"} or {"error"}, as
// rendered by liquidjs. Usage: node liquidjs_render.mjs FOLDER_OF_NODE_MODULES
import {createRequire} from 'node:module';
import {createInterface} from 'node:readline';
import path from 'node:path';

const {Liquid} = createRequire(path.resolve(process.argv[2], 'x.js'))('liquidjs');

for await (const line of createInterface({input: process.stdin})) {
  const {template, data, partials} = JSON.parse(line);
  const engine = new Liquid(
      {strictFilters: true, timezoneOffset: 0, templates: partials ?? {}, extname: ''});
  let answer;
  try {
    answer = {output: await engine.parseAndRender(template, data ?? {})};
  } catch (error) {
    answer = {error: error.message};
  }
  console.log(JSON.stringify(answer));
}
