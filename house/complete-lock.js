// After `npm install` on a registry that does not carry every platform's binaries, package-lock.json lacks the optional packages of
// other platforms, and `npm ci` refuses it everywhere. This adds them back by name and version (no integrity: unknown here), so
// that every platform can install. Run it after each dependency update: `node house/complete-lock.js`.

import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const version = range.replace(/^[=^~]+/, '')
    const top = `node_modules/${name}`
    // beside its parent: a second version of a tool (vite brings its own rolldown) has its own set of binaries
    const beside = `${path.slice(0, path.lastIndexOf('node_modules/'))}${top}`
    const places = [top, beside, `${path}/${top}`]
    if (places.some(place => lock.packages[place]?.version === version)) continue
    lock.packages[places.find(place => !lock.packages[place])] = {
      version,
      optional: true,
      ...(entry.dev ? { dev: true } : {}),
      ...platformOf(name),
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} optional packages of other platforms added\n`)

/** What npm needs to know to leave the package out on another platform. An unknown name is pinned to a platform that does not exist. */
function platformOf(name) {
  const os = /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|aix)/.exec(name)?.[1]
  const cpu = /(wasm32|arm64|arm(?=-|eabi|$)|x64|amd64|ia32|ppc64|riscv64|s390x|loong64|mips64el)/.exec(name)?.[1]
  const libc = name.includes('musl') ? 'musl' : os === 'linux' && name.includes('gnu') ? 'glibc' : undefined
  return {
    ...(os ? { os: [os] } : {}),
    cpu: [cpu === 'amd64' ? 'x64' : (cpu ?? 'unknown')],
    ...(libc ? { libc: [libc] } : {}),
  }
}
