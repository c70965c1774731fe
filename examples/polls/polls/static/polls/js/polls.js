// Draws each result as a bar and keeps a vote from being sent twice.
const rows = [...document.querySelectorAll('.results li')];
const sum = rows.reduce((total, row) => total + Number(row.dataset.total), 0);
for (const row of rows) {
  row.style.setProperty('--share', sum ? (100 * row.dataset.total) / sum : 0);
}

for (const form of document.querySelectorAll('form.vote')) {
  form.addEventListener('submit', () => {
    form.querySelector('button').disabled = true;
  });
}
