/** Stands in for `react-devtools-core`, which Ink would load only in development. */
// biome-ignore lint/style/noDefaultExport: the module it stands in for has one
export default undefined;
