import { agentPrograms } from "@opencode/session-agents"
import type {
  AppendedMessage,
  FileCollection,
  MessageCollection,
  ProjectCollection,
  SessionCollection,
  SessionStore,
} from "@opencode/session-core"
import * as core from "@opencode/session-core"
import * as configuration from "@opencode/session-core/configuration"
import { createMemoryProvider } from "@opencode/session-core/memory"
import * as project from "@opencode/session-core/project"
import * as transfer from "@opencode/session-core/transfer"
import * as mysql from "@opencode/session-mysql"
import * as opencode from "@opencode/session-opencode"
import * as formats from "@opencode/session-opencode/formats"
import * as reconcile from "@opencode/session-opencode/reconcile"
import * as postgres from "@opencode/session-postgres"
import * as sqlite from "@opencode/session-sqlite"
import * as driver from "@opencode/session-sqlite/driver"
import * as testkit from "@opencode/session-testkit"
import * as web from "@opencode/session-web"

// The types of what follows are inferred, and declarations are asked for: the compiler fails where one has no public name.

/** What a program keeps of a store, in fields and parameters of its own. */
export class Keeper {
  readonly sessions: SessionCollection
  readonly messages: MessageCollection
  readonly files: FileCollection
  readonly projects: ProjectCollection
  last: AppendedMessage | undefined

  constructor({ sessions, messages, files, projects }: SessionStore) {
    this.sessions = sessions
    this.messages = messages
    this.files = files
    this.projects = projects
  }
}

export const calls = (store: SessionStore) => ({
  ...{ scope: store.scope, capabilities: store.capabilities, provider: store.provider, forProject: store.forProject },
  apply: store.apply("s", []),
  changes: store.changes("s"),
  allChanges: store.allChanges("s"),
  sessionChanges: store.sessionChanges(),
  watch: store.watch(),
  search: store.search("word"),
  statistics: store.statistics(),
  check: store.check(),
  migrate: store.migrate(),
  prune: store.prune({ deletedBefore: 0 }),
  sessions: {
    ...{ create: store.sessions.create(), get: store.sessions.get("s"), list: store.sessions.list() },
    ...{ find: store.sessions.find("s"), all: store.sessions.all(), update: store.sessions.update("s", {}) },
    ...{ fork: store.sessions.fork("s"), watch: store.sessions.watch("s") },
  },
  messages: {
    ...{ append: store.messages.append("s", { role: "user" }), stream: store.messages.stream("s", { role: "user" }) },
    ...{ list: store.messages.list("s"), get: store.messages.get("s", "m"), all: store.messages.all("s") },
    ...{ part: store.messages.part("s", "m", "p"), resume: store.messages.resume("s", "m") },
    listParts: store.messages.listParts("s", "m"),
  },
  files: { write: store.files.write("s", "a", ""), list: store.files.list("s"), all: store.files.all("s") },
  projects: {
    list: store.projects.list(),
    put: store.projects.put({ id: "a", name: "a", aliases: [], createdAt: 0 }),
    removeAlias: store.projects.removeAlias("b"),
    merge: store.projects.merge("a", "b"),
  },
})

export const parameters = (store: SessionStore) => {
  const of = <Parameters extends unknown[]>(call: (...parameters: Parameters) => unknown) =>
    // Only its type is of interest: nothing is run.
    call as unknown as Parameters
  return [
    ...[of(store.apply), of(store.changes), of(store.sessionChanges), of(store.watch), of(store.search)],
    ...[of(store.migrate), of(store.prune), of(store.sessions.create), of(store.sessions.update)],
    ...[of(store.sessions.list), of(store.sessions.all), of(store.sessions.find), of(store.sessions.fork)],
    ...[of(store.messages.append), of(store.messages.stream), of(store.messages.list), of(store.messages.all)],
    ...[of(store.messages.putPart), of(store.files.write), of(store.files.list), of(store.projects.put)],
  ] as const
}

export const functions = {
  ...{ open: core.openSessionStore, create: core.createSessionStore, author: core.currentAuthor, isPart: core.isPart },
  ...{ id: core.createIdentifier, state: core.sessionState, limits: core.limits, codes: core.errorCodes },
  ...{ memory: createMemoryProvider, copy: transfer.copyStore, export: transfer.exportLines },
  ...{ import: transfer.importLines, replay: transfer.replayChange, slices: transfer.inSlices },
  ...{ identify: project.identifyProject, repository: project.findRepository, remote: project.projectIdFromRemote },
  ...{ setup: configuration.resolveSetup, provider: configuration.openProvider, trust: configuration.requestTrust },
  ...{ values: configuration.valuesInForce, isTrusted: configuration.isTrusted },
  ...{ source: opencode.importSource, recognise: opencode.recognizeSource, toOpenCode: opencode.exportToOpenCode },
  ...{ agents: agentPrograms },
  ...{ programs: formats.builtInPrograms, databaseSource: formats.databaseSource, fit: formats.fitMetadata },
  ...{ openSource: reconcile.openSource, stored: reconcile.readStoredSession, reconcile: reconcile.reconcileSession },
  ...{
    sqlite: sqlite.provider,
    mysql: mysql.provider,
    postgres: postgres.provider,
    driver: driver.loadDriver,
    kit: testkit.describeProvider,
  },
  ...{ web: web.createSessionWeb, serve: web.serveSessionWeb },
}
