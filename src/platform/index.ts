// Door of `platform`: the database, settings, clock and log. Everything that touches the machine goes through here.
export { type Clock, systemClock } from './clock.ts'
export { type Config, ROOT, readConfig, terminalIsPlain } from './config.ts'
export { type CopyColumns, type CopyRow, CopyRows } from './database/copy-rows.ts'
export { startEmbedded, stopEmbedded } from './database/embedded.ts'
export { migrate } from './database/migrate.ts'
export { type OpenedDatabase, openConfigured } from './database/open.ts'
export { type Database, openDatabase, type Row, type Sql, type Tx } from './database/query.ts'
export { jsonLog, type Log, silentLog } from './log.ts'
