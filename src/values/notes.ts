/** Stand in a log in place of a value that is not shown. Constants, so that making one cannot fail. */
export const UNREADABLE = "<<could not be read>>";
export const TOO_DEEP = "<<nested too deep to be logged>>";
export const TOO_MANY = "<<too many values to be logged>>";
