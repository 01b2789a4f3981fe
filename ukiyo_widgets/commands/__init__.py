"""The commands of ``ukiyo-widgets``, one module each: ``add_parser`` declares it, and the function it names runs it."""
