// Preloaded into a measured process: says at exit how much memory it ever held, as one line on standard error.

process.once('exit', () => process.stderr.write(`max-rss-mb ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`))
