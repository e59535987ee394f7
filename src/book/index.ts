// Door of `book`: the loan book and how it is loaded.
export { type AbsEeImport, importAbsEe } from './import/abs-ee/import-abs-ee.ts'
export { countLoans, type ImportReport } from './import/import-run.ts'
export { addPortfolio, findPortfolio, type NewPortfolio, type Portfolio } from './import/portfolio.ts'
export { importCsv, type CsvImport, type CsvReport } from './import/csv/import-csv.ts'
export { type Mapping, parseMapping, readMapping } from './import/csv/mapping.ts'
export { addFictionalPeople, type DrawPerson, type FictionalPerson } from './import/fictional-people.ts'
