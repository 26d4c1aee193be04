import { setTimeout as sleep } from "node:timers/promises"
import { type Cluster, type ClusterProxy, type RunningServer, startHaproxy } from "session-test-servers/mysql"
import { printRows } from "session-test-suites/print-rows"
import { afterAll, expect, onTestFinished, test } from "vitest"
import { migrations } from "../../src/migrations.ts"
import { describeClusters } from "../support/clusters/cluster-kinds.ts"
import { ClusterLoad } from "../support/clusters/cluster-load.ts"
import { ClusterOfTests, databaseOfAll, isWholeSoon } from "../support/clusters/cluster-of-tests.ts"
import { judgeNodes } from "../support/clusters/judge-nodes.ts"
import { migrateAt } from "../support/clusters/migrate-at.ts"
import { nextMigration } from "../support/clusters/next-migration.ts"

/** Seconds: what docs/mysql.md recommends for clusters. */
const connectionTimeout = 60
/** Of undisturbed writing before a fault and after it, milliseconds. */
const before = 3_000
const after = 6_000

interface Scene {
  cluster: Cluster
  proxy: ClusterProxy
  /** Of the database, at each node. */
  dsns: string[]
}

interface ClusterFault {
  fault: string
  strike(scene: Scene): Promise<void>
}

const faults: ClusterFault[] = [
  {
    fault: "the node that is written to is killed (SIGKILL) three times",
    async strike({ cluster, proxy }) {
      for (let time = 0; time < 3; time += 1) {
        const node = await writerOf(proxy)
        await node.kill()
        await expect.poll(() => proxy.writer(), { timeout: 90_000, interval: 200 }).not.toBe(node)
        await expect.poll(() => proxy.writer(), { timeout: 90_000, interval: 200 }).not.toBeNull()
        await cluster.rejoin(node)
        await sleep(after)
      }
    },
  },
  {
    fault: "the node that is written to is stopped in order, and starts again",
    async strike({ cluster, proxy }) {
      const node = await writerOf(proxy)
      await node.stop()
      await sleep(after)
      await cluster.rejoin(node)
    },
  },
  {
    fault: "another node is stopped in order, and starts again",
    async strike({ cluster, proxy }) {
      const writer = await writerOf(proxy)
      const node = cluster.nodes.find((each) => each !== writer)
      await node?.stop()
      await sleep(after)
      if (node !== undefined) await cluster.rejoin(node)
    },
  },
  {
    fault: "writers are moved to another node, twice",
    async strike({ cluster, proxy }) {
      for (let time = 0; time < 2; time += 1) {
        const node = await writerOf(proxy)
        await (cluster.switchOver?.() ?? proxy.moveFrom(node))
        await sleep(after)
      }
    },
  },
  {
    fault: "two of three nodes hang for 15 s: the majority is lost",
    async strike({ cluster, proxy }) {
      const writer = await writerOf(proxy)
      const others = cluster.nodes.filter((each) => each !== writer)
      await Promise.all(others.map((node) => node.pause()))
      await sleep(15_000)
      await Promise.all(others.map((node) => node.resume()))
      expect(await isWholeSoon(cluster)).toBe(true)
    },
  },
  {
    fault: "the schema changes, started on all nodes at once",
    async strike({ dsns }) {
      const reports = await Promise.all(dsns.map((dsn) => migrateAt(dsn, [...migrations, nextMigration])))
      expect(reports.map(({ pending }) => pending)).toEqual(dsns.map(() => []))
    },
  },
]

async function writerOf(proxy: ClusterProxy): Promise<RunningServer> {
  const node = await proxy.writer()
  if (node === null) throw new Error("No node may be written to.")
  return node
}

const table: Record<string, string | number>[] = []
afterAll(() =>
  printRows("Clusters of three nodes behind HAProxy, with writers, replies that stream and watches", table),
)

describeClusters("a bad day", (kind) => {
  const running = new ClusterOfTests(kind)
  afterAll(() => running.close())

  test.each(faults)(
    "$fault: no caller sees an error, nothing is lost or stored twice, and all nodes agree",
    async ({ fault, strike }) => {
      const cluster = await running.whole()
      const proxy = await startHaproxy(cluster)
      onTestFinished(() => proxy.close())
      const { name, dsn, dsns } = await databaseOfAll(cluster)
      const through = dsn(proxy)
      await migrateAt(through)
      const load = await ClusterLoad.start(through, [through, ...dsns.slice(1, 2)], connectionTimeout)
      await sleep(before)
      const started = performance.now()
      await strike({ cluster, proxy, dsns })
      const seconds = (performance.now() - started) / 1000
      await sleep(after)
      await load.stop()
      const isWhole = await isWholeSoon(cluster)
      const { verdict, revisions } = await judgeNodes(cluster, name, load)
      const unseen = await load.endWatching(revisions)
      table.push({
        cluster: kind.title,
        fault,
        "lasted (s)": seconds.toFixed(1),
        acknowledged: load.acknowledged.length,
        "longest call (s)": (load.longest / 1000).toFixed(1),
        errors: load.errors.length === 0 ? "none" : load.errors.join(", "),
        ...{ lost: verdict.lost, doubled: verdict.doubled, gaps: verdict.gaps },
        "nodes equal": verdict.equal ? "yes" : "no",
      })
      expect(load.errors).toEqual([])
      expect(verdict).toEqual({ lost: 0, doubled: 0, gaps: 0, equal: true })
      expect({ unseen, wentBack: load.wentBack, isWhole }).toEqual({ unseen: 0, wentBack: 0, isWhole: true })
    },
  )
})
