import { scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { RouteName } from './routeName.tsx'
import { SizeIn } from './text.tsx'

const rows = 50

/** On paper there is no scrolling: the largest routes as a plain table, seen in print only. */
export function PrintedRoutes({ report }: { report: Report }) {
  if (report.routes.length === 0) return null
  const scale = scaleOf(report.routes[0].shareBytes)
  return (
    <section class="printed">
      <h2>Largest routes</h2>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Route</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Share {scale.unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.routes.slice(0, rows).map((route) => (
            <tr key={route.key}>
              <th scope="row">
                <RouteName route={route} />
              </th>
              <td>{route.state}</td>
              <td class="number">
                <SizeIn scale={scale} bytes={route.shareBytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
