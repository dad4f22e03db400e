"""What may an operator change about the agreements service?"""

from pydantic_settings import SettingsConfigDict

from services.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LOFTESKOLL_AGREEMENTS_")
