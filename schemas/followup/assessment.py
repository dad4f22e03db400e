"""What may be decided about how a commitment is judged, and what is said of it?"""

from schemas.base import Command, Day, Name, Part, Party, Ref, Text
from schemas.followup.events import CommitmentFact
from schemas.followup.parts import Light


class OverrideLight(Command):
    """Show another light than the rule gives, until the commitment is assessed the next time."""

    commitment: Ref
    light: Light
    by: Party
    reason: Name


class OverriddenLight(Part):
    """Why the light shown is not the rule's."""

    rule_light: Light
    by: Party
    reason: Text
    on: Day


class LightOverridden(CommitmentFact):
    """A party lets another light be shown than the rule gives, until the next assessment."""

    light: Light
    by: Party
    reason: Text
    on: Day
