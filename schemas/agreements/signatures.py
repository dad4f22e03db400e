"""How is an agreement signed? By roles of each party, one at a time, each with its day."""

from schemas.agreements.about import AgreementFact
from schemas.base import Command, Day, Name, Part, Party, Ref


class Signature(Part):
    """One person of a role has signed for a party. The person is never named."""

    party: Party
    role: Name
    on: Day


class AddSignature(Command):
    """One more has signed; when all have, the agreement is signed."""

    agreement: Ref
    party: Party
    role: Name
    on: Day


class SignatureAdded(AgreementFact):
    """One of those who are to sign has done so."""

    party: Party
    role: Name
    on: Day
