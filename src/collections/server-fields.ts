/** Fields of metadata that an API server sets, and ignores where a file gives them. */
export const serverFields: readonly string[] = [
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];
