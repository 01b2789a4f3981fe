"""The method of Nguyen, Mori and Thawonmas (2016), in torch and numpy alone.

Read it beside the paper in this order: ``vgg`` (the network), ``losses`` (the paper's equations), ``objective`` (their
weighted sum and its gradient), ``optimizers`` (how the picture moves), ``canvas`` (where it may move), ``step`` (one
iteration), ``settings`` (every knob).
"""
