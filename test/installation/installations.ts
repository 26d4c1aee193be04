import { cpSync, existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Application, createApplication } from "./application.ts"

/** What commands install into empty folders: each is run as it stands, once, and all who have the same one share the result. */
export interface Installations {
  /** Runs an installation in a folder of its own, which nobody may change. */
  of(command: string): Promise<Application>
  /** Has an installation in somebody's folder as if the command had been run there. */
  share(command: string, application: Application): Promise<void>
}

export function createInstallations(options: { folder: string; registry: string; cache: string }): Installations {
  const { folder, registry, cache } = options
  const known = new Map<string, Promise<Application>>()

  const of = (command: string) => {
    let installation = known.get(command)
    if (installation === undefined) {
      const application = createApplication({ parent: join(folder, String(known.size)), registry, cache })
      installation = application.run("sh", "-e", "-c", command).then(() => application)
      known.set(command, installation)
    }
    return installation
  }

  return {
    of,
    async share(command, application) {
      const installed = await of(command)
      for (const [from, to] of [
        [dirname(installed.commands), dirname(application.commands)],
        [modulesOf(installed), modulesOf(application)],
      ] as const) {
        if (!existsSync(from)) continue
        mkdirSync(dirname(to), { recursive: true })
        symlinkSync(from, to)
      }
      for (const file of ["package.json", "package-lock.json"]) {
        const path = join(installed.folder, file)
        if (existsSync(path)) cpSync(path, join(application.folder, file))
      }
    },
  }
}

/** Makes what a folder shares its own, so that more can be installed into it. */
export function keepForItself(application: Application): void {
  const modules = modulesOf(application)
  if (!lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return
  const shared = realpathSync(modules)
  rmSync(modules)
  cpSync(shared, modules, { recursive: true, verbatimSymlinks: true })
}

function modulesOf({ folder }: Application): string {
  return join(folder, "node_modules")
}
