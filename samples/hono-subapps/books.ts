import { type Context, Hono } from 'hono'

const shelves = ['fiction', 'science', 'history', 'art', 'travel', 'cooking', 'law', 'music', 'poetry', 'sport']
const rooms = ['reading', 'lending', 'archive']

const answer = (context: Context) => context.json({ path: context.req.path })

/** The routes of one shelf. */
function shelfApp() {
  return new Hono()
    .get('/', answer)
    .post('/', answer)
    .get('/search', answer)
    .get('/:id', answer)
    .put('/:id', answer)
    .delete('/:id', answer)
}

/** Sub-apps by the path they go under: 30 of them, 180 routes. */
export const subApps = () =>
  rooms.flatMap((room) => shelves.map((shelf) => ({ path: `/${room}/${shelf}`, app: shelfApp() })))
