/** Search as one types; without it the page lacks nothing else. */
export const SCRIPT = `
const search = document.getElementById('search');
const status = document.getElementById('shown');
const results = [...document.querySelectorAll('.result')];
const groups = [...document.querySelectorAll('.group')];
const texts = new Map();
const textOf = (result) => {
  if (!texts.has(result)) texts.set(result, (result.parentElement.firstElementChild.textContent + ' ' + result.textContent).toLowerCase());
  return texts.get(result);
};
const update = () => {
  const wanted = search.value.trim().toLowerCase();
  for (const result of results) result.hidden = wanted !== '' && !textOf(result).includes(wanted);
  for (const group of groups) group.hidden = wanted !== '' && !group.querySelector('.result:not([hidden])');
  const shown = results.filter((result) => result.checkVisibility()).length;
  status.textContent = shown + ' of ' + results.length + ' requests are shown';
};
search.closest('.search').hidden = false;
document.getElementById('filter').addEventListener('input', update);
document.getElementById('filter').addEventListener('submit', (event) => event.preventDefault());
update();
`;
