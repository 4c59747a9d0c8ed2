export default class Controller {
  index() {
    return 'lazy'
  }
}
