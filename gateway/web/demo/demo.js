// The language that the address asks for; the widget takes it from the page.
const wanted = new URLSearchParams(location.search).get("lang");
if (wanted) document.documentElement.lang = wanted;
