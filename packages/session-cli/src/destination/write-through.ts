import { once } from "node:events"
import { constants, open as openDescriptor } from "node:fs"
import { open } from "node:fs/promises"
import { connect, Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { isatty } from "node:tty"
import { promisify } from "node:util"
import { escapeJson } from "../output/safe-json.ts"
import { fileError } from "./file-error.ts"
import type { Destination } from "./resolve-destination.ts"
import type { WriteOptions } from "./write-options.ts"

type Through = Extract<Destination, { path: string }>

/** Writes to a pipe, a device or a socket, as the pieces come. Returns the bytes. */
export async function writeThrough(
  { kind, path }: Through,
  pieces: AsyncIterable<string>,
  options: WriteOptions,
): Promise<number> {
  try {
    if (kind === "pipe") return await writeToStream(await openPipe(path, options.signal), pieces, options)
    if (kind === "socket") return await writeToStream(await connectTo(path), pieces, options)
    return await writeToDevice(path, pieces, options)
  } catch (error) {
    throw fileError(error, path)
  }
}

const pollMilliseconds = 50

/**
 * A named pipe without a reader is waited for, as `cat` does. Opened for waiting, it would block a thread that nothing can
 * interrupt.
 */
async function openPipe(path: string, signal: AbortSignal): Promise<Socket> {
  for (;;) {
    signal.throwIfAborted()
    try {
      const descriptor = await promisify(openDescriptor)(path, constants.O_WRONLY | constants.O_NONBLOCK)
      return new Socket({ fd: descriptor, readable: false, writable: true })
    } catch (error) {
      // Nobody reads from it yet.
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error
    }
    await sleep(pollMilliseconds, undefined, { signal })
  }
}

async function connectTo(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, "connect")
  // What the other side says means nothing here, and must not stop it.
  socket.resume()
  return socket
}

async function writeToStream(
  socket: Socket,
  pieces: AsyncIterable<string>,
  { signal, onProgress }: WriteOptions,
): Promise<number> {
  const broken = new Promise<never>((_resolve, reject) => {
    socket.once("error", reject)
  })
  // It may break while nobody waits for it.
  broken.catch(() => {})
  let bytes = 0
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted()
      if (!socket.write(piece)) await Promise.race([once(socket, "drain", { signal }), broken])
      bytes += Buffer.byteLength(piece)
      onProgress(bytes)
    }
    await Promise.race([new Promise<void>((resolve) => socket.end(resolve)), broken])
    return bytes
  } finally {
    socket.destroy()
  }
}

async function writeToDevice(
  path: string,
  pieces: AsyncIterable<string>,
  { signal, onProgress }: WriteOptions,
): Promise<number> {
  // At the end, where it is a file that a shell has opened: what is there stays.
  await using handle = await open(path, constants.O_WRONLY | constants.O_APPEND)
  // A terminal would obey some of what may stand in it.
  const isTerminal = isatty(handle.fd)
  let bytes = 0
  for await (const piece of pieces) {
    signal.throwIfAborted()
    await handle.writeFile(isTerminal ? escapeJson(piece) : piece)
    bytes += Buffer.byteLength(piece)
    onProgress(bytes)
  }
  return bytes
}
