/** A key of pseudonyms, which nothing may show. */
export const SECRET_KEY = "correct-horse-battery-staple-0123456789";
