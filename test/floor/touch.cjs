// A server that needs a known amount of memory: the mebibytes of its first argument, all touched, and its own need.
const held = Buffer.alloc(Number(process.argv[2]) * 1_048_576, 1)
require('node:http')
  .createServer((_request, response) => response.end(String(held.length)))
  .listen(process.env.PORT)
