// Works out the sum of a page that asks to wait (ALTCHA, version 1), so that its form may be sent at once. Without JavaScript, or without a secure
// connection, one waits.

const form = document.querySelector("form[data-challenge]")
const status = document.querySelector("[role=status]")
const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")

async function findNumber({ algorithm, challenge, salt, maxnumber }) {
  const encoder = new TextEncoder()
  for (let number = 0; number <= maxnumber; number += 1)
    if (hex(await crypto.subtle.digest(algorithm, encoder.encode(salt + number))) === challenge) return number
  return null
}

async function prove() {
  const { maxnumber, ...challenge } = JSON.parse(form.dataset.challenge)
  const button = form.querySelector("button")
  button.disabled = true
  status.textContent = "Many forms came from your network. Your browser is working out a small sum, which takes a few seconds. Nothing you typed is lost."
  const number = await findNumber({ maxnumber, ...challenge })
  const answer = document.createElement("input")
  Object.assign(answer, { type: "hidden", name: "altcha", value: btoa(JSON.stringify({ ...challenge, number })) })
  form.append(answer)
  button.disabled = false
  button.textContent = "Send it now"
  document.querySelector("h1").textContent = "Ready to send"
  status.textContent = "You need not wait: press the button."
  button.focus()
}

if (form && crypto.subtle) prove()
