// What bench/added.mjs analyzes when it is given nothing else.
import { fastifyApp } from './generated.mjs'

export default () => fastifyApp(1000)
