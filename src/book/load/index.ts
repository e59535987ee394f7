// The bulk loader's part of the book's door.
export { addPortfolioRow } from './add-portfolio-row.ts'
export { BOOK_TABLES, type BookRows, copyRows, newBookRows } from './copy-rows.ts'
