"""Signing in, links, members, tokens."""

PEOPLE = {
    "The role {role} is above yours ({own}). Ask someone who has it.": (
        "Die Rolle {role} steht über Ihrer ({own}). Bitten Sie jemanden, der sie hat."
    ),
    "This is the organization's last owner. Make someone else an owner first.": (
        "Das ist die letzte Person mit der Rolle Eigentum. Geben Sie diese Rolle zuerst jemand anderem."
    ),
    "Choose at least one scope.": "Wählen Sie mindestens einen Umfang.",
    "This token is no longer valid.": "Dieses Token gilt nicht mehr.",
    "This link was used already or taken back. Ask for a new one.": (
        "Dieser Link wurde schon benutzt oder zurückgenommen. Bitten Sie um einen neuen."
    ),
    "This link is out of date. Ask for a new one.": "Dieser Link ist abgelaufen. Bitten Sie um einen neuen.",
    "This link was used already. Ask for a new one.": (
        "Dieser Link wurde schon benutzt. Bitten Sie um einen neuen."
    ),
    "This account is closed.": "Dieses Konto ist geschlossen.",
    "This link works in a browser on the machine that the server runs on.": (
        "Dieser Link gilt in einem Browser auf dem Rechner, auf dem der Server läuft."
    ),
    "Who made this link may no longer give what it gives. Ask for a new one.": (
        "Wer diesen Link gemacht hat, darf nicht mehr geben, was er gibt. Bitten Sie um einen neuen."
    ),
    "The password of an administrator is reset on the server alone.": (
        "Das Passwort einer Administration wird nur auf dem Server zurückgesetzt."
    ),
    "Give your e-mail address; you sign in with it.": (
        "Geben Sie Ihre E-Mail-Adresse an; damit melden Sie sich an."
    ),
    "An account with this address exists. Sign in with it, then open the link again.": (
        "Ein Konto mit dieser Adresse gibt es schon. Melden Sie sich damit an und öffnen Sie den Link dann erneut."
    ),
    "This link is for {email}. Sign out and open it again.": (
        "Dieser Link ist für {email}. Melden Sie sich ab und öffnen Sie ihn erneut."
    ),
    "This person may see originals, and you may not. Ask a manager who may.": (
        "Diese Person darf Originale sehen, Sie nicht. Bitten Sie jemanden aus der Leitung, der es darf."
    ),
    "This person also belongs where you are not a manager. Ask a manager of both.": (
        "Diese Person gehört auch dorthin, wo Sie nicht zur Leitung gehören. Bitten Sie jemanden, der beides leitet."
    ),
    "This is done on the page, signed in, not with a token.": (
        "Das geht auf der Seite, angemeldet, nicht mit einem Token."
    ),
    "The e-mail address or the password is wrong.": "E-Mail-Adresse oder Passwort stimmt nicht.",
    "Sign in first.": "Melden Sie sich zuerst an.",
    "This is not your current password.": "Das ist nicht Ihr jetziges Passwort.",
    "Too many wrong passwords. Wait a quarter of an hour, or ask a manager for a reset link.": (
        "Zu viele falsche Passwörter. Warten Sie eine Viertelstunde, oder bitten Sie die Leitung um einen Link zum "
        "Zurücksetzen."
    ),
    "Choose the role that the link gives.": "Wählen Sie die Rolle, die der Link gibt.",
    "Name the member whose password is reset.": "Nennen Sie das Mitglied, dessen Passwort zurückgesetzt wird.",
    "Only who may see originals can let others see them.": (
        "Nur wer Originale sehen darf, kann sie anderen zu sehen geben."
    ),
    "The project is not in this organization.": "Das Projekt gehört nicht zu dieser Organisation.",
    "Name the organization or the project that the link leads to.": (
        "Nennen Sie die Organisation oder das Projekt, zu dem der Link führt."
    ),
    "Only an administrator of this installation makes organizations.": (
        "Organisationen legt nur die Administration dieser Installation an."
    ),
    "Say what changes: name or allow_cloud.": "Sagen Sie, was sich ändert: name oder allow_cloud.",
    "Say what changes: role or sees_originals.": "Sagen Sie, was sich ändert: role oder sees_originals.",
    "There is no such member.": "Dieses Mitglied gibt es nicht.",
    "Say whose they are: the id of a member, or null for nobody.": (
        "Geben Sie an, wem sie gehören: die ID eines Mitglieds, oder null für niemanden."
    ),
    "{person} may not annotate in this project.": "{person} darf in diesem Projekt nicht annotieren.",
    "Giving work to others, or taking it from them, needs the role reviewer here.": (
        "Anderen Arbeit zuteilen oder abnehmen: Dafür braucht es hier die Rolle Prüfung."
    ),
    "assignee is me, nobody or the id of a person.": "assignee ist me, nobody oder die Kennung einer Person.",
}
