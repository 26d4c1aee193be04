import { useEffect, useState } from "preact/hooks"
import { problemText } from "../api/problem.ts"
import { readStatistics } from "../api/routes.ts"
import type { DayStatistics, Statistics } from "../api/types.ts"
import { dollars, shortNumber, tokensOf, wholeNumber } from "../content/format.ts"
import { chosenProject, listIsOpen } from "../state/route.ts"
import { IconButton } from "./icon-button.tsx"
import { StateMessage } from "./state-message.tsx"
import { UsageChart } from "./usage-chart.tsx"

const spans = [7, 30, 90, 365]

/** What the project has used, in all and over time. */
export function UsageView() {
  const project = chosenProject.value
  const [days, setDays] = useState(90)
  const [statistics, setStatistics] = useState<Statistics | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    readStatistics(project, days).then(
      (read) => {
        if (!current) return
        setStatistics(read)
        setProblem(null)
      },
      (reason) => current && setProblem(problemText(reason)),
    )
    return () => {
      current = false
    }
  }, [project, days])
  return (
    <section class="usage" aria-label="Usage and cost">
      <div class="usage-head">
        <IconButton icon="arrowLeft" label="Show the sessions" class="back" onClick={() => (listIsOpen.value = true)} />
        <h1>Usage and cost</h1>
        <label class="choice">
          <span class="visually-hidden">Time</span>
          <select value={days} onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}>
            {spans.map((span) => (
              <option key={span} value={span}>
                Last {span} days
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem !== null && <StateMessage title="The usage could not be read">{problem}</StateMessage>}
      {problem === null && statistics === null && <StateMessage title="Loading…" />}
      {problem === null && statistics !== null && <Figures statistics={statistics} />}
    </section>
  )
}

function Figures({ statistics: { totals, days } }: { statistics: Statistics }) {
  const figures: [string, string][] = [
    ["Sessions", wholeNumber(totals.sessions)],
    ["Messages", wholeNumber(totals.messages)],
    ["Tokens", shortNumber(tokensOf(totals.usage))],
    ["Cost", dollars(totals.usage.cost)],
  ]
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {days.length === 0 ? (
        <StateMessage title="Nothing was used in this time" />
      ) : (
        <>
          <UsageChart days={days} />
          <DayTable days={days} />
        </>
      )}
    </>
  )
}

function DayTable({ days }: { days: readonly DayStatistics[] }) {
  return (
    <table class="day-table">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Messages</th>
          <th scope="col">Input</th>
          <th scope="col">Output</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ date, messages, usage }) => (
          <tr key={date}>
            <th scope="row">{date}</th>
            <td>{wholeNumber(messages)}</td>
            <td>{shortNumber(usage.input + usage.cacheRead + usage.cacheWrite)}</td>
            <td>{shortNumber(usage.output + usage.reasoning)}</td>
            <td>{dollars(usage.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
