/** What the migrations of some projects need besides themselves: what their application or their host makes. */
const settings = { 'docmost+docmost': { migrations: ['apps/server/src/database/migrations/*'] } };

/** The settings for a project of the corpus, by the name of its folder. */
export const settingsOf = (name) => settings[name] ?? {};
