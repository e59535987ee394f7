// Door of the book's bulk loader.
export { addPortfolioRow } from './add-portfolio-row.ts'
export { BOOK_TABLES, type BookRow, type BookRows, type BookTable, copyRows, newBookRows } from './copy-rows.ts'
