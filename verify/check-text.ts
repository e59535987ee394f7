// What a check found, in sentences of one of the two languages.

import { opensslCommand, witnessKeyFile } from './check-attestations.ts'
import type { BundleCheck } from './check-bundle.ts'
import type { ComparedLines } from './check-lines.ts'
import type { LogCheck } from './check-log.ts'
import type { ListedAttestation } from './manifest.ts'
import type { UsedKey } from './open-signed.ts'
import { printable } from './printable.ts'

export type Language = 'en' | 'zh'

export function checkText(check: LogCheck | BundleCheck, language: Language): string {
  const head = check.ok ? okText(check, language) : failedText(check, language)
  const findings = check.findings.map(({ where, en, zh }) => `  ${where}: ${language === 'zh' ? zh : en}\n`)
  return `${head}\n${findings.join('')}`
}

function okText(check: LogCheck | BundleCheck, language: Language): string {
  if (check.kind === 'bundle') return (language === 'zh' ? bundleZh(check) : bundleEn(check)).join('\n')
  return language === 'zh'
    ? [
        `验证通过：日志 ${check.origin} 共 ${check.size} 条、${check.dossiers} 份卷宗，根 ${check.root}。`,
        ...keyZh(check.key),
      ].join('\n')
    : [
        `The log ${check.origin} holds: ${many(check.size, 'entry', 'entries')} in ${many(check.dossiers, 'dossier', 'dossiers')}, root ${check.root}.`,
        ...keyEn(check.key),
      ].join('\n')
}

function bundleEn(check: BundleCheck): string[] {
  const { entries, disclosed, files, rows, told, lines, erased, damaged } = check
  const later = entries - (told?.count ?? 0)
  return [
    `The dossier of loan ${printable(check.loan)} of portfolio ${printable(check.portfolio)} holds: ${many(entries, 'entry', 'entries')}, ${disclosed} of them disclosed; ${many(files, 'file', 'files')}; ${many(rows, 'decision', 'decisions')}.`,
    ...(check.did === null
      ? []
      : told === null
        ? ['Nothing tells how many entries the dossier has, so its end may have been cut off.']
        : [
            `The log itself told of ${many(told.count, 'entry', 'entries')} at ${told.at}, and none is missing. Of what came after that${later > 0 ? `, ${later} here and maybe more,` : ''} nothing tells.`,
          ]),
    ...(lines === null ? [] : [`${linesEn(lines)} The other facts in it, and dossier.pdf, are for reading.`]),
    ...(erased > 0
      ? [`The content of ${many(erased, 'entry', 'entries')} is gone, because the person was erased.`]
      : []),
    ...(damaged > 0
      ? [
          `The content of ${many(damaged, 'entry', 'entries')} cannot be shown: what is stored is not what was recorded. The lender has to say why.`,
        ]
      : []),
    `Log ${check.origin}, size ${check.size}. SHA-256 of the bundle: ${check.bundleSha256}`,
    ...keyEn(check.key),
    ...check.anchors.map(attestationEn),
    ...(check.others.length > 0
      ? [
          `${many(check.others.length, 'file lies', 'files lie')} here that nothing vouches for, no part of the bundle: ${named(check.others, ', ')}.`,
        ]
      : []),
  ]
}

function linesEn({ compared, fromFiles, closed, unlogged }: ComparedLines): string {
  return [
    `Of the lines of dossier.json, ${compared} ${compared === 1 ? 'says' : 'say'} what the log proves.`,
    ...(fromFiles > 0
      ? [`${fromFiles} came in files that were imported: their entries prove which file, not what the line says.`]
      : []),
    ...(closed > 0 ? [`${many(closed, 'has an entry', 'have entries')} whose content is not shown.`] : []),
    ...(unlogged > 0 ? [`${many(unlogged, 'has no entry', 'have no entry')}.`] : []),
  ].join(' ')
}

function linesZh({ compared, fromFiles, closed, unlogged }: ComparedLines): string {
  return [
    `dossier.json 各行中，${compared} 行与日志所证明的内容一致；`,
    ...(fromFiles > 0 ? [`${fromFiles} 行来自导入的文件，其存证证明的是文件本身，而非该行内容；`] : []),
    ...(closed > 0 ? [`${closed} 行的存证内容未公开；`] : []),
    ...(unlogged > 0 ? [`${unlogged} 行没有存证；`] : []),
  ].join('')
}

function bundleZh(check: BundleCheck): string[] {
  const { entries, disclosed, files, rows, told, lines, erased, damaged } = check
  const later = entries - (told?.count ?? 0)
  return [
    `验证通过：资产组合 ${printable(check.portfolio)} 借据 ${printable(check.loan)} 的卷宗，共 ${entries} 条存证，其中 ${disclosed} 条公开内容；文件 ${files} 份；策略决定 ${rows} 条。`,
    ...(check.did === null
      ? []
      : told === null
        ? ['没有任何记录说明该卷宗的条目数，因此无法证明末尾未被截断。']
        : [
            `日志于 ${told.at} 记有该卷宗 ${told.count} 条，均在此。此后${later > 0 ? `（此处有 ${later} 条）` : ''}是否还有其他条目，无记录可证。`,
          ]),
    ...(lines === null ? [] : [`${linesZh(lines)}其余信息及 dossier.pdf 仅供阅读。`]),
    ...(erased > 0 ? [`${erased} 条存证的内容因个人信息删除而不可恢复。`] : []),
    ...(damaged > 0 ? [`${damaged} 条存证的内容无法出示：现存数据与当初记录的不符，应由出借机构说明原因。`] : []),
    `日志 ${check.origin}，大小 ${check.size}。证据包 SHA-256：${check.bundleSha256}`,
    ...keyZh(check.key),
    ...check.anchors.map(attestationZh),
    ...(check.others.length > 0
      ? [`另有 ${check.others.length} 个文件不属于本证据包，未经任何验证：${named(check.others, '、')}。`]
      : []),
  ]
}

/** A key that came with what it signs shows that all of it is of one hand, and not whose hand that is. */
function keyEn(key: UsedKey | null): string[] {
  return key === null || key.given
    ? []
    : [
        `Checked with the key ${key.name} that lay in the folder. Compare it with the key that the lender publishes elsewhere, or check again with --vkey.`,
      ]
}

function keyZh(key: UsedKey | null): string[] {
  return key === null || key.given
    ? []
    : [`所用公钥 ${key.name} 来自该目录本身；请与出借机构另行公布的公钥核对，或用 --vkey 再次验证。`]
}

function attestationEn(anchor: ListedAttestation): string {
  const { name, kind, attestedAt } = anchor
  if (kind === 'rfc3161')
    return `A time-stamp of ${name} is about this checkpoint. Its signature is not checked here; in the folder of the bundle:\n  ${opensslCommand(anchor)}`
  if (kind === 'witness')
    return `The witness ${name} cosigned the checkpoint at ${attestedAt}; its signature holds for the key in ${witnessKeyFile(anchor)}. Get that key from the witness too, and compare.`
  return `A transaction of ${name} carries this checkpoint. That it is in the chain since ${attestedAt} is not checked here: look up the transaction of ${anchor.files.join(', ')} in the chain, and compare its data.`
}

function attestationZh(anchor: ListedAttestation): string {
  const { name, kind, attestedAt } = anchor
  if (kind === 'rfc3161')
    return `${name} 的时间戳所指的是此检查点，其签名未在此验证，请在证据包目录内执行：\n  ${opensslCommand(anchor)}`
  if (kind === 'witness')
    return `见证人 ${name} 于 ${attestedAt} 共同签署了检查点，签名已按 ${witnessKeyFile(anchor)} 验证；请另从见证人处取得该公钥核对。`
  return `${name} 的一笔交易载有此检查点；该交易是否自 ${attestedAt} 起在链上未在此验证，请按 ${anchor.files.join('、')} 中的交易号在链上查询并核对其数据。`
}

/** More names tell nobody more. */
const NAMED_MAX = 5

function named(paths: readonly string[], comma: string): string {
  return [...paths.slice(0, NAMED_MAX).map(printable), ...(paths.length > NAMED_MAX ? ['…'] : [])].join(comma)
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`
}

function failedText(check: LogCheck | BundleCheck, language: Language): string {
  const count = check.findings.length
  if (language === 'zh') return `验证未通过，发现 ${count} 处问题：`
  return `${check.kind === 'log' ? 'The log' : 'The bundle'} does not hold. ${count} ${count === 1 ? 'finding' : 'findings'}:`
}
