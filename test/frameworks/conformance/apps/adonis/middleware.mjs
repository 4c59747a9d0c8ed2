export default class Middleware {
  handle(_, next) {
    return next()
  }
}
