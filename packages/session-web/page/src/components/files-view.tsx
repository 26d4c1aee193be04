import { languageOf } from "@opencode/session-export/rendering"
import { useEffect, useState } from "preact/hooks"
import { problemText } from "../api/problem.ts"
import { readFiles } from "../api/routes.ts"
import type { FileList, FileVersion } from "../api/types.ts"
import { bytes, exactTime, plural, shortTime } from "../content/format.ts"
import { lastChange } from "../content/last-change.ts"
import type { Conversation } from "../state/conversation/conversation.ts"
import { readAllVersions } from "../state/file-versions.ts"
import { filesPath, followLink } from "../state/route.ts"
import { Code } from "./code.tsx"
import { DiffView } from "./diff-view.tsx"
import { StateMessage } from "./state-message.tsx"

interface FilesViewProps {
  conversation: Conversation
  path: string | null
}

/** The files that a session wrote, and their versions. */
export function FilesView({ conversation, path }: FilesViewProps) {
  const [files, setFiles] = useState<FileList["files"] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const changes = conversation.fileChanges.value
  useEffect(() => {
    let current = true
    readFiles(conversation.id).then(
      (list) => current && setFiles(list.files),
      (reason) => current && setProblem(problemText(reason)),
    )
    return () => {
      current = false
    }
  }, [conversation.id, changes])
  if (problem !== null) return <StateMessage title="The files could not be read">{problem}</StateMessage>
  if (files === null) return <StateMessage title="Loading the files…" />
  if (files.length === 0) {
    return (
      <StateMessage title="No files">
        <p>This session has written none.</p>
      </StateMessage>
    )
  }
  const shown = path ?? files[0]?.path ?? ""
  return (
    <div class="files">
      <ul class="file-list" aria-label="Files">
        {files.map((file) => (
          <li key={file.path}>
            <a
              href={filesPath(conversation.id, file.path)}
              aria-current={file.path === shown ? "true" : undefined}
              onClick={followLink}
            >
              <span class="file-path">{file.path}</span>
              <span class="quiet">
                {plural(file.versions, "version")} · {bytes(file.size)} · {shortTime(file.createdAt)}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <FileVersions key={shown} sessionId={conversation.id} path={shown} changes={changes} />
    </div>
  )
}

interface FileVersionsProps {
  sessionId: string
  path: string
  changes: number
}

function FileVersions({ sessionId, path, changes }: FileVersionsProps) {
  const [versions, setVersions] = useState<FileVersion[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [chosen, setChosen] = useState<{ left: number; right: number } | null>(null)
  useEffect(() => {
    let current = true
    readAllVersions(sessionId, path).then(
      (all) => current && setVersions(all),
      (reason) => current && setProblem(problemText(reason)),
    )
    return () => {
      current = false
    }
  }, [sessionId, path, changes])
  if (problem !== null) return <StateMessage title="The versions could not be read">{problem}</StateMessage>
  if (versions === null) return <StateMessage title="Loading the versions…" />
  const { left, right } = chosen ?? lastChange(versions.length)
  const [before, after] = [versions[left], versions[right]]
  if (before === undefined || after === undefined) return <StateMessage title="This file has no versions" />
  return (
    <section class="file-versions" aria-label={path}>
      <h2>{path}</h2>
      <div class="version-choice">
        <VersionChoice
          label="From"
          versions={versions}
          value={left}
          onChoose={(index) => setChosen({ left: index, right })}
        />
        <VersionChoice
          label="To"
          versions={versions}
          value={right}
          onChoose={(index) => setChosen({ left, right: index })}
        />
      </div>
      {left === right ? (
        <Code
          id={`${sessionId}/${path}`}
          text={after.content}
          language={languageOf(path)}
          label={`Content of ${path}`}
        />
      ) : (
        <DiffView before={before.content} after={after.content} label={`Versions of ${path} side by side`} />
      )}
    </section>
  )
}

interface VersionChoiceProps {
  label: string
  versions: readonly FileVersion[]
  value: number
  onChoose: (index: number) => void
}

function VersionChoice({ label, versions, value, onChoose }: VersionChoiceProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
        {versions.map(({ version, createdAt }, index) => (
          <option key={version} value={index}>
            Version {version}, {exactTime(createdAt)}
          </option>
        ))}
      </select>
    </label>
  )
}
