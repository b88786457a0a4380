"""What `mkdocs.yml` may set under `entropy-atlas`."""

from mkdocs.config import base, config_options

from .site import assembly


class Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves this hook untyped
    """The settings of the plugin; `leave_out` names parts of the site that a host has no room for."""

    records = config_options.Dir(default="data")
    search = config_options.Type(bool, default=True)
    only = config_options.Type(str, default="")  # the file of one record; `preview` sets it, and builds ignore it
    leave_out = config_options.ListOfItems(config_options.Choice(assembly.OPTIONAL), default=[])
