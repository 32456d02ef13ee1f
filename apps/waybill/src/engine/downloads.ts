/** Where downloads go, unless somebody says otherwise. */
export const DOWNLOADS = 'downloads';
