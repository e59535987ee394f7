// What a check found, for a terminal.

import type { LogCheck } from '../../verify/index.ts'

export function checkText(check: LogCheck, locale: string | undefined): string {
  const isChinese = locale?.startsWith('zh') ?? false
  if (check.ok)
    return isChinese
      ? `验证通过：日志 ${check.origin} 共 ${check.size} 条、${check.dossiers} 份卷宗，根 ${check.root}。\n`
      : `The log ${check.origin} holds: ${check.size} entries in ${check.dossiers} dossiers, root ${check.root}.\n`
  const head = isChinese
    ? `验证未通过，发现 ${check.findings.length} 处问题：\n`
    : `The log does not hold. ${check.findings.length} findings:\n`
  return head + check.findings.map(({ where, en, zh }) => `  ${where}: ${isChinese ? zh : en}\n`).join('')
}
