import { expect, test } from 'vitest'
import { editorLink, editors, repositoryLink } from '../../src/report/places.ts'
import { hostileNames } from './fixtures.ts'

const repository = { url: 'https://github.com/a/b', commit: 'c0ffee', folder: 'packages/api' }

test('a place is opened in an editor below the folder that the reader names', () => {
  expect(editorLink('vscode', '/home/me/shop/', 'src/a b.ts:3:14')).toBe('vscode://file/home/me/shop/src/a%20b.ts:3:14')
  expect(editorLink('zed', 'C:\\shop', 'src\\app.ts:3:14')).toBe('zed://file/C:/shop/src/app.ts:3:14')
  expect(editorLink('idea', '/shop', 'app.ts:7:1')).toBe('idea://open?file=/shop/app.ts&line=7&column=1')
  expect(editorLink('cursor', '/shop', 'app.ts')).toBe('cursor://file/shop/app.ts:1:1')
})

test('without a folder only what is absolute has a link, and what is no file has none', () => {
  expect(editorLink('vscode', '', 'src/app.ts:3:14')).toBeNull()
  expect(editorLink('vscode', '', '/srv/app.ts:3:14')).toBe('vscode://file/srv/app.ts:3:14')
  expect(editorLink('vscode', '/shop', 'C:\\srv\\app.ts:3:14')).toBe('vscode://file/C:/srv/app.ts:3:14')
  for (const source of [
    'node:internal/modules/esm/loader:175:14',
    'data:text/javascript,1',
    'https://a.test/x.js:1:1',
    '',
  ])
    expect(editorLink('vscode', '/shop', source)).toBeNull()
})

test('a place is read in the repository at the commit, in the way of its host', () => {
  expect(repositoryLink(repository, 'src/app.ts:12:3')).toBe(
    'https://github.com/a/b/blob/c0ffee/packages/api/src/app.ts#L12',
  )
  expect(repositoryLink({ ...repository, commit: null, folder: '' }, 'app.ts:1:1')).toBe(
    'https://github.com/a/b/blob/HEAD/app.ts#L1',
  )
  const at = (url: string) => repositoryLink({ ...repository, url, folder: '' }, 'app.ts:9:1')
  expect(at('https://gitlab.test/a/b')).toBe('https://gitlab.test/a/b/-/blob/c0ffee/app.ts#L9')
  expect(at('https://bitbucket.org/a/b')).toBe('https://bitbucket.org/a/b/src/c0ffee/app.ts#lines-9')
  expect(at('https://codeberg.org/a/b')).toBe('https://codeberg.org/a/b/src/commit/c0ffee/app.ts#L9')
})

test('what is outside of the repository has no link into it', () => {
  expect(repositoryLink(repository, '../web/app.ts:1:1')).toBe(
    'https://github.com/a/b/blob/c0ffee/packages/web/app.ts#L1',
  )
  for (const source of ['../../../x.ts:1:1', '/etc/x.ts:1:1', 'node_modules/koa/index.js:1:1', 'node:fs:1:1'])
    expect(repositoryLink(repository, source)).toBeNull()
  expect(repositoryLink(null, 'app.ts:1:1')).toBeNull()
})

test('no name makes another address of it', () => {
  for (const name of hostileNames) {
    for (const link of [
      ...Object.keys(editors).map((editor) => editorLink(editor as keyof typeof editors, '/shop', `x${name}:1:1`)),
      repositoryLink(repository, `x${name}:1:1`),
    ]) {
      if (link === null) continue
      expect(link).toMatch(
        /^(https:\/\/github\.com\/a\/b\/blob\/c0ffee\/|[a-z]+:\/\/(file\/|open\?file=\/))[\w%.~!*'():&=/-]*(#L1)?$/,
      )
      expect(link.length).toBeLessThan(10_000)
    }
  }
})
