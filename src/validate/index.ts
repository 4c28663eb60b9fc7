export { loadValidator, type Validator } from "./validator.js";
