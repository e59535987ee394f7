// What a check found, in sentences of one of the two languages.

import type { BundleCheck } from './check-bundle.ts'
import type { LogCheck } from './check-log.ts'

export type Language = 'en' | 'zh'

export function checkText(check: LogCheck | BundleCheck, language: Language): string {
  const head = check.ok ? okText(check, language) : failedText(check, language)
  const findings = check.findings.map(({ where, en, zh }) => `  ${where}: ${language === 'zh' ? zh : en}\n`)
  return `${head}\n${findings.join('')}`
}

function okText(check: LogCheck | BundleCheck, language: Language): string {
  if (check.kind === 'log')
    return language === 'zh'
      ? `验证通过：日志 ${check.origin} 共 ${check.size} 条、${check.dossiers} 份卷宗，根 ${check.root}。`
      : `The log ${check.origin} holds: ${check.size} entries in ${check.dossiers} dossiers, root ${check.root}.`
  return language === 'zh'
    ? [
        `验证通过：资产组合 ${check.portfolio} 借据 ${check.loan} 的卷宗，共 ${check.entries} 条存证，其中 ${check.disclosed} 条公开内容；策略决定 ${check.rows} 条。`,
        check.indexed === null
          ? '卷宗中没有每日索引，因此无法证明末尾未被截断。'
          : `每日索引记有 ${check.indexed} 条，均在此。`,
        `日志 ${check.origin}，大小 ${check.size}。证据包 SHA-256：${check.bundleSha256}`,
      ].join('\n')
    : [
        `The dossier of loan ${check.loan} of portfolio ${check.portfolio} holds: ${check.entries} entries, ${check.disclosed} of them disclosed; ${check.rows} decisions.`,
        ...(check.did === null
          ? []
          : [
              check.indexed === null
                ? 'There is no daily index in it, so nothing shows that its end was not cut off.'
                : `The daily index tells of ${check.indexed} entries, and they are here.`,
            ]),
        `Log ${check.origin}, size ${check.size}. SHA-256 of the bundle: ${check.bundleSha256}`,
      ].join('\n')
}

function failedText(check: LogCheck | BundleCheck, language: Language): string {
  const count = check.findings.length
  if (language === 'zh') return `验证未通过，发现 ${count} 处问题：`
  return `${check.kind === 'log' ? 'The log' : 'The bundle'} does not hold. ${count} ${count === 1 ? 'finding' : 'findings'}:`
}
