/** What the migrations of some projects need besides themselves: what their application or their host makes. */
const settings = {};

/** The settings for a project of the corpus, by the name of its folder. */
export const settingsOf = (name) => settings[name] ?? {};
