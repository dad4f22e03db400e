"""What may a commitment refer to: methods in use, arenas, steering documents?"""

from enum import StrEnum


class Method(StrEnum):
    """Methods in use. SSPF is named as a structure only: no case of it is ever kept."""

    KROGAR_MOT_KNARK = "krogar_mot_knark"
    CLEAN_HARD_TRAINING = "clean_hard_training"
    EST = "est"
    SSPF = "sspf"
    PARENT_SUPPORT_ABC = "parent_support_abc"
    PARENT_SUPPORT_EFFEKT = "parent_support_effekt"
    TOBACCO_INSPECTION = "tobacco_inspection"
    NIGHT_WALK = "night_walk"
    SAFETY_WALK = "safety_walk"
    NEIGHBOURHOOD_WATCH = "neighbourhood_watch"


class Arena(StrEnum):
    """Where prevention takes place."""

    FAMILY = "family"
    SCHOOL = "school"
    LEISURE = "leisure"
    SOCIETY = "society"


class SteeringDocument(StrEnum):
    """What a commitment carries out."""

    ANDTS_STRATEGY = "andts_strategy"
    ALCOHOL_AND_DRUG_PROGRAMME = "alcohol_and_drug_programme"
    PUBLIC_HEALTH_PROGRAMME = "public_health_programme"
    COUNCIL_PROGRAMME = "council_programme"
