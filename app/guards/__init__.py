"""What keeps scripts and floods out without closing people out: forms that scripts betray themselves at, work that floods pay with,
allowances of people, acts and networks.

An *allowance* is how often something may be done; what is over it is refused with a time to come back (429), and nothing typed is
lost. A *network* is an IPv4 address or the /56 of an IPv6 one: whole libraries and villages are one network, so its allowances are
large. A *puzzle* is work that a browser does by itself. Whatever is counted is counted under keyed digests that end by themselves.
"""
