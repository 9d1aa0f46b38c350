"""This file holds the words that tell of which kind a question is, where they leave hardly a doubt.

What was learnt of examples decides; these words have their say beside it. They are sought in the
question with what it names replaced by its kind in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


SURE: Mapping[str, re.Pattern[str]] = {
    "offtopic": _any(
        r"^(?:please )?(?:add|upload|delete|remove|import) (?:a |the |this |my |another )?papers?\b",
        r"^is (?:this|that|it) (?:library|bot|thing)?(?: any)? ?(?:good|useful|free|open)$",
        r"^are you\b",
        r"\bwhat time is it\b",
        r"\b(?:tell|know) (?:me |us )?(?:a |any |another )?jokes?\b",
        r"\byou (?:suck|are (?:stupid|dumb|useless|great|awesome))\b",
        r"\b(?:ignore|forget) (?:all |your |the )?(?:previous |prior )?(?:instructions|rules|prompts?)\b",
    ),
    "greeting": _any(
        r"^(?:what'?s up|sup|how are you(?: doing)?(?: today)?|good ?night|bye+|goodbye|see you|cya|ciao|moin|servus|hola|bonjour|hallo|yo)(?: all| everyone| bot| there)?$",
        r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| all| everyone| bot)?$",
    ),
    "thanks": _any(
        r"^(?:lol|rofl|ha(?:ha)+|nice(?: one)?|cool|wow|great|ok(?:ay)?|k|perfect|awesome|got it|good|super|yay|👍+|🙏+|❤️?)(?:[ ,]+(?:lol|nice|cool|great|thanks|then|man|bot|stuff))*$",
        r"^(?:(?:many|ok|okay|great|cool|nice|perfect),? )*(?:thanks|thank you|thx|ty|cheers|merci|danke)\b.{0,30}$",
    ),
    "help": _any(
        r"^(?:how|where) (?:do|can|could|would) (?:i|we|one|you) (?:search|ask|find|use|filter|look|see|list|narrow|sort)\b(?!.*\b(?:code|dataset)\b)",
        r"^(?:help(?: me)?|commands?|what (?:can|do) (?:you|i|one|we) (?:do|ask|know)(?: .{0,20})?|how does this (?:work|bot work)|(?:who|what) are you|how (?:do|can) i use (?:this|you|it))$",
    ),
    "cite": _any(
        r"\bbib ?tex\b",
        r"^cite\b",
        r"\bhow (?:do|can|should|to|would) (?:i |we |one )?(?:cite|reference|quote)\b",
        r"\bcitation (?:of|for|entry)\b",
        r"\b(?:reference|bibliography entry) (?:of|for|to)\b",
        r"\bcite (?:this|\{)",
    ),
    "profile": _any(
        r"\bh[- ]?index\b",
        r"\bcitations\b",
        r"\bcited\b",
        r"\bnovelty\b",
        r"\bai[- ]score\b",
        r"\bon (?:the|this|\{person\}) profile\b",
        r"\b(?:profile|page) claims?\b",
        r"\bclaims?\b.*\b(?:profile|page)\b",
        r"\bprofile\b",
        r"\bmetrics\b",
        r"\bstatistics\b",
        r"\bstats\b",
        r"\bin numbers\b",
        r"\bnumbers (?:of|for|on)\b",
    ),
    "wrote": _any(
        r"\bwho(?:'s| is| are| was| were|m)? (?:all )?(?:wrote|writes|written|authored|behind|introduced|invented|proposed|presented|published|made|created|developed)\b(?! (?:most|about|on|papers?|the most)\b)",
        r"\bauthors? (?:of|on|for)\b",
        r"\bauthor list\b",
        r"\bwhose\b.*\{paper\}",
        r"\bby whom\b",
        r"\b(?:first|last|senior) author\b",
        r"^(?:and |so )?(?:the |all )?(?:authors?|who)$",
        r"\bwho did \{paper\}",
        r"^how many authors$",
        r"\bhow many authors\b.*(?:\{paper\}|\blisted\b)",
        r"\bwho is \{paper\} (?:by|from)\b",
    ),
    "coauthors": _any(
        r"\bco-?authors?\b",
        r"\bco-?writers?\b",
        r"\bcollaborat\w+",
        r"\bwork(?:s|ed|ing)? (?:\w+ )?with\b",
        r"\bwr(?:ote|ites?|itten) (?:\w+ ){0,2}with\b",
        r"\bpublish\w* (?:\w+ ){0,2}with\b",
    ),
    "summary": _any(
        r"\bin (?:one|a|two|three|\d+) (?:lines?|words|tweets?)\b",
        r"\b(?:\d|one|two|three) sentences?\b",
        r"\bexplain \{paper\}$",
        r"\bsummar",
        r"\btl;? ?dr\b",
        r"\bsum (?:it |\{paper\} )?up\b",
        r"\bgist\b",
        r"\bnutshell\b",
        r"\bin (?:short|brief)\b",
        r"\bkey (?:points|sentences|ideas)\b",
        r"\bmain (?:idea|point)s?\b",
        r"\bin (?:\w+ )?sentences?\b",
        r"\bboil\b",
    ),
    "code": _any(
        r"\{paper\}.*\bsource\b",
        r"\b(?:download|get|find)\b.*\{paper\}$",
        r"\bwhere\b.*\bcode\b",
        r"\b(?:code|github|repo(?:sitory)?|implementation|source)\b.*\b(?:of|for|to|from|behind)\b.*\{paper\}",
        r"\{paper\}.*\b(?:code|github|repo(?:sitory)?|implementation)\b",
        r"\blink to (?:the )?(?:code|repo)",
        r"^(?:and |so )?(?:the |any |is there |its )?(?:code|repo|github)(?: link| available)?$",
    ),
    "when": _any(
        r"^(?:and |so )?when\b.*\{paper\}",
        r"\b(?:date|publication year|year) of\b.*\{paper\}",
        r"\bhow old is\b",
        r"\b(?:what|which) (?:year|date|month)\b.*\{paper\}",
        r"\{paper\} (?:come|came) out\b",
        r"^(?:and |so )?(?:the |what |which )?(?:when|year|date)(?: was (?:that|it))?$",
    ),
    "compare": _any(
        r"\bcompar\w+",
        r"\bdifferences?\b",
        r"\bdiffers?\b",
        r"\bdifferent\b",
        r"\b(?:vs|versus)\b",
        r"\bin common\b",
        r"\b(?:newer|older)\b",
    ),
    "similar": _any(
        r"\bnear(?:est)?\b",
        r"\b(?:similar|comparable|akin|related|close|closest|nearest|alike)\b",
        r"\b(?:more|papers?|anything|something|others?|works?|ones?|stuff) (?:\w+ )?like\b",
        r"\bfollow[- ]?ups?\b",
        r"\blike \{paper\}",
    ),
    "definition": _any(
        r"^\S+ =$",
        r"\bstands? for\b",
        r"\bstand for\b",
        r"\bshort for\b",
        r"\bdefin\w+\b",
        r"\bacronym\b",
        r"\babbreviat\w+",
        r"\bmeaning of\b",
        r"\bspell(?:ed|t)? out\b",
        r"\bwhat (?:does|do|is meant by)\b.*\bmeans?\b",
        r"\bmeant by\b",
        r"^what(?:'s| is| are| exactly is)(?: an?)? (?!\w+ (?:of|about)\b)[\w-]+(?: [\w-]+)?$",
    ),
    "person": _any(
        r"^(?:so |and )?who(?:'s| is| was) \{(?:person|name)\}",
        r"\b(?:about|know of|know about) \{person\}$",
        r"\bwhat (?:does|do|did|is|has) \{person\} (?:work|working|been working|research|do)\b",
    ),
    "experts": _any(
        r"\bwho(?:'s| is| are| else)? (?:here |all )?(?:works?|working|knows?|does|do|stud(?:y|ies)|studying|research\w*|has (?:written|worked|published)|wrote|writes?|published) (?:\w+ )?(?:on|about|with|in)\b",
        r"\bwho (?:studies|does|uses|knows)\b",
        r"\bexperts?\b",
        r"\bspecialists?\b",
        r"\bwho(?:m)? (?:should|can|could|do|to) (?:i |we )?(?:ask|talk|contact)\b",
        r"\bwhich (?:people|researchers|authors)\b.*\b(?:on|about|with)\b",
    ),
    "ranking": _any(
        r"\b(?:papers|publications|articles|number|count\w*)\b.*\b(?:per|by|each) (?:year|category|author|decade|venue|field)\b",
        r"^(?:per|by) (?:year|category|author)",
        r"\b(?:biggest|largest|top|main|most common|smallest) (?:\d+ |ten |five |three )?(?:categor\w+|fields?|venues?|areas?|authors?|years?)\b",
        r"\bmost (?:productive|prolific|active)\b",
        r"\bwhich (?:year|category|author|person|field|venue)\b.*\b(?:most|largest|biggest|more|fewest)\b",
        r"\b(?:list|all|which|what) (?:the )?(?:different )?(?:authors|people|categories|researchers|venues)\b(?! (?:are )?listed)(?!.*\{paper\})",
        r"\bhow many (?:different |distinct )?(?:authors|people|persons|researchers|scholars|categories|venues|fields)(?: (?:are|is|do|does|have|has|did|wrote|written|write|published|in|here|there|you|we|the|this|library|collection|total|all|together|listed|know|contributed|altogether))*$",
        r"\bdistribution\b",
        r"\bbusiest\b",
        r"\bwho (?:wrote|has|published) (?:the )?most\b",
    ),
    "about": _any(
        r"\btell me (?:more |something |a bit )?about\b",
        r"\b(?:show|open|display|describe|details?|info\w*|abstract|card|links?|url|doi|look at|pull up|bring up|view|see)\b",
        r"\bcategor(?:y|ies) (?:is|of)\b",
        r"\bwhat(?:'s| is| was) \{paper\}(?: about| on)?$",
        r"\babout\b",
    ),
    "fact": _any(
        r"\bhow many (?!(?:\w+ )?(?:papers?|publications?|articles?|works?|studies|surveys?|reviews?|datasets?|authors|people|coauthors|co-authors|collaborators|ones|of|are|have|ship|come|with|there|were|did|do|does|has|more|\{\w+\}))",
        r"^(?:the |what(?:'s| is| are| was| were) (?:the )?)?(?:\w+ )?(?:licen[cs]e|accuracy|f1|bleu|precision|recall|speed-?up|error|size|number|datasets?|data|methods?|limitations?|results?|findings?|goal|aim|contributions?|improvement|volume|length|height|depth|thickness|costs?|rate|percentage|share|resolution|performance|baselines?|benchmarks?|duration|age|weight|mass|area)s? (?:of|for|in|used in|from|on)\b",
        r"\bhow (?:old|far|deep|thick|high|tall|fast|long|often|heavy|large|big|wide|hot|much)\b(?! (?:is|are) \{paper\}$)(?! (?:papers|publications))",
        r"^(?:and |so )?(?:which |what |under which |under what )?licen[cs]e$",
        r"\bwhy\b",
    ),
    "joint": _any(
        r"\{(?:person|name)\}(?:.*\b(?:and|with|to)\b.*| ?[&+,/] ?)\{(?:person|name)\}",
    ),
    "unanswerable": _any(
        r"\b(?:best|worst|coolest|prettiest|greatest|most (?:important|influential|interesting|beautiful|popular|famous|relevant))\b(?: \w+)? (?:papers?|authors?|person|people)\b",
        r"\b(?:papers?|author|one) (?:is|are) (?:the )?(?:best|worst|coolest|most (?:important|influential|interesting|beautiful|popular))\b",
        r"^who (?!besides\b|except\b|apart\b|other\b|than\b|is\b|was\b|are\b|were\b|wrote\b|works?\b|collab|has\b|have\b|publish|co-?|did\b|does\b|do\b|else\b)\w+ \{person\}",
        r"\b(?:by|from) (?:women|men|females?|males?|girls|boys)\b",
        r"\b(?:write|compose|sing|draw|make|generate) (?:me |us )?(?:an? |some |the )(?:\w+ )?(?:poem|song|essay|e-?mail|story|tweet|review|rap|haiku|picture|code)\b",
        r"\bwho (?:has |have )?(?:cites?|cited|citing)\b",
        r"\b(?:papers?|people|works?|many)\b.*\b(?:cite|cites|citing|cited)\b.*\{paper\}",
        r"\b(?:universit\w+|institut\w+|employ\w*|compan(?:y|ies)|born|married|nationality|gender|photo|salary)\b.*\{person\}",
        r"\{person\}.*\b(?:universit\w+|employ\w*|compan(?:y|ies)|born|married|nationality|gender|photo|salary|robot|human)\b",
        r"\bis \{person\} (?:an? |the )?(?:very |really )?(?:good|great|bad|famous|rich|nice|best|old|young|dead|alive|smart)\b",
        r"\b(?:which|what) (?:conference|journal|publisher)\b",
        r"\bwho (?:\w+ )?(?:funded|funds|funding|paid|pays|reviewed|reviews|financed|sponsored|criticised|criticized)\b(?!.* by\b)",
        r"\b(?:most|best|least|highly|often)[- ]cited\b",
        r"\bimpact factor\b",
        r"\be-?mail\b",
        r"\baffiliat\w+",
        r"\bpeer[- ]review\w*",
        r"\bon average\b",
        r"\baverage (?:number|length)\b",
        r"\bmedian number\b",
        r"\b(?:page|figure|fig|table|section|equation|eq) \d+\b",
        r"\bfull[- ]text\b",
        r"\bpdf\b",
        r"\b(?:longest|shortest)\b",
        r"\b(?:more|fewer|less) than \w+ authors?\b",
        r"\bsingle[- ]author\w*",
        r"\bphone\b",
        r"\baccepted\b",
        r"\b(?:best|worst|most important|most influential) paper\b",
        r"\bcitations\b.*\{paper\}",
        r"\{paper\}.*\b(?:citations?|cited)\b",
        r"\bwhere does \{person\} (?:work|live)\b",
        r"\bsalary\b",
        r"\bhow old is \{person\}",
    ),
    "papers": _any(
        r"\b(?:newest|latest|most recent|oldest|earliest)\b.*\{(?:person|name|category)\}",
        r"\bhow many (?:\w+ )?(?:papers?|publications?|articles?|works?|studies|of \{papers\}|\{papers\})\b",
        r"\bhow many (?:ship|have|come|are)\b",
        r"\bhow many (?:papers )?(?:did|has|have|does) \{(?:person|name)\}",
        r"^(?:\w+ ){0,3}(?:papers?|publications?|articles?|surveys?|reviews|datasets?)\b (?:on|about|by|in|from|since|\{)",
        r"\b(?:any|some|more)(?:thing)?(?: \w+)? (?:on|about|by|in)\b",
        r"\bwhich papers?\b",
        r"\bwhat papers?\b",
        r"\b(?:newest|latest|most recent|recent|oldest|earliest|new)\b.*\b(?:papers?|works?|ones?|publications?|stuff|\{category\})\b",
        r"\{papers\}",
        r"\bwhat (?:did|has|have) \{(?:person|name)\} (?:\w+ )?(?:write|written|publish\w*)\b",
        r"\bpapers?\b.*\{(?:person|category|period|name)\}",
        r"\{(?:person|category|period|name)\} papers?\b",
        r"\bcame out\b",
        r"\bwhat(?:'s| is) new\b",
        r"\bdo(?:es)? (?:you|we) have\b",
        r"\bwith(?:out)? code\b",
        r"\bfind\b",
        r"\bsearch\b",
        r"\blist\b",
    ),
}
"""Words with which a question is most likely of a kind."""

NEEDED: Mapping[str, re.Pattern[str]] = {
    "experts": _any(
        r"\bwho\b.*\b(?:works?|working|worked|does|do|doing|knows?|stud\w+|research\w*|writes?|wrote|written|publish\w*|active|experience|into|interested)\b",
        r"\b(?:experts?|expertise|specialis\w+|go-to|guru)\b",
        r"\b(?:whom?|people|researchers?|authors?|scholars?|scientists?|colleagues?|any(?:one|body)|some(?:one|body))\b.*\b(?:ask|talk|contact|invite|speak|on|about|in|working|work)\b",
    ),
    "definition": _any(
        r"\b(?:what|whats|defin\w+|mean\w*|stands?|acronym|abbreviat\w+|term|explain|short for|spell\w*|full (?:form|name))\b",
    ),
    "ranking": _any(
        r"\b(?:most|which|distribut\w+|top|busiest|list|trend|productive|prolific|over time|biggest|largest|rank\w*|leader\w*|how many|breakdown|histogram|fewest|least|growth|grown)\b",
    ),
    "code": _any(
        r"\b(?:code|github|gitlab|repos?|repository|implement\w+|source|software|download|scripts?|open|package|link|run)\b",
    ),
    "cite": _any(
        r"\b(?:cite|citing|citation|bib\w*|references?|quote|bibliograph\w+|apa|ris|endnote)\b",
    ),
    "summary": _any(
        r"\b(?:summ\w+|tl|tldr|gist|short|brief\w*|sentences?|nutshell|key|main|boil\w*|points?|overview|essence|core|digest|takeaways?|quick\w*|words|idea|message)\b",
    ),
    "when": _any(
        r"\b(?:when|dates?|dated|years?|old|month|long ago|come out|came out|recent|age)\b",
    ),
    "profile": _any(
        r"\b(?:h|hindex|index|cit\w+|novel\w*|scores?|profile|metrics?|stat\w*|numbers?|field|page|impact|rated|rating|bibliometr\w*|claim\w*|figures)\b",
    ),
    "compare": _any(
        r"\b(?:compar\w+|differ\w*|vs|versus|common|newer|older|better|contrast\w*|relate\w*|than|side|distinguish\w*|same|or|overlap)\b",
    ),
    "similar": _any(
        r"\b(?:similar\w*|like|likes|related|relating|close\w*|near\w*|follow\w*|others?|alike|same|neighbou?rs?|resembl\w+|comparable|build\w*|else|more|akin|kindred|match\w*|further)\b",
    ),
    "coauthors": _any(
        r"\b(?:co-?auth\w*|co-?writ\w*|co-?work\w*|collab\w*|with|together|partners?|team\w*|colleagues?|network)\b",
    ),
    "wrote": _any(
        r"\b(?:authors?|authored|wrote|written|write|writ|writers?|whose|by whom|names|behind|team|responsible|came up|made|built|created|developed|designed|proposed|introduced|invented|presented|published|contribut\w+|involved|worked on|part of|credit\w*|did)\b",
        r"\bwho (?:is|are|was|were) \{paper\}",
    ),
    "person": _any(
        r"\b(?:who|about|works?|working|research\w*|topics?|interest\w*|areas?|profile|overview|introduc\w+|focus|fields?|up to|know|doing|expertise|themes?|stud\w+)\b",
    ),
}
"""Words without any of which a question is not of a kind."""

ASKS = _any(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|tell|explain|name|give)\b",
    r"^(?:the )?(?:\w+ )?(?:accuracy|size|number|licen[cs]e|cost|rate|speed|range|length|height|depth|weight|share|percentage|performance|score|results?|findings?|method|goal|limitations?) (?:of|for|in)\b",
)
"""Words with which one asks; what has none of them is a search."""
