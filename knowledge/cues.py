"""This file holds the words that tell of which kind a question is, where they leave hardly a doubt.

What was learnt of examples decides; these words have their say beside it. They are sought in the
question with what it names replaced by its kind in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


_YEARS = r"(?:over|through|across|along|with|in the course of) (?:the (?:last |past )?(?:\w+ )?(?:years?|decades?|time)|time|years)"
_DRAW = r"(?:draw|plot|chart|graph|visuali[sz]e|sketch|picture|map|diagram|illustrate)"
_COUNTED = r"(?:papers?|publications?|categor(?:y|ies)|years?|authors?|venues?|fields?|code)"

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
        r"^(?:help(?: me)?|commands?|what (?:can|do) (?:you|i|one|we) (?:do|ask|know)(?: (?!about \w).{0,20})?|how does this (?:work|bot work)|(?:who|what) are you|how (?:do|can) i use (?:this|you|it))$",
    ),
    "cite": _any(
        r"\bbib ?tex\b",
        r"^cite\b",
        r"\bhow (?:do|can|should|to|would) (?:i |we |one )?(?:cite|reference|quote)\b",
        r"\bcitation (?:of|for|entry)\b",
        r"\b(?:reference|bibliography entry) (?:of|for|to)\b",
        r"\bcite (?:this|\{)",
    ),
    "topics": _any(
        r"^(?:(?:and|so|ok|please|the|all|main|list|show|give|me|of|big|biggest|largest|top|which|what) )*(?:topics?|themes?|subjects?)(?: (?:here|please|list|are there|there))*$",
        r"\b(?:main|big|biggest|largest|major|hot|central|common|most common|trending|new|key|core|different) (?:\w+ )?(?:topics?|themes?|subjects?|areas)\b",
        r"\b(?:which|what|list|show|all|how many|name|number of|overview of) (?:me )?(?:are |of )?(?:the )?(?:\w+ )?(?:topics|themes|subjects|areas)\b",
        rf"\b{_DRAW} (?:me )?(?:all |of )?(?:the )?(?:topics|themes|subjects)\b",
        r"\b(?:picture|chart|map) of (?:all |the )*(?:topics|themes|subjects)\b",
        r"\bhow (?:did|do|have|has|does) (?:the )?(?:topics?|themes|subjects)\b",
        r"\b(?:topics|themes|subjects) (?:over|through|by|per) (?:the )?(?:years?|time)\b",
        r"\bwhat(?:'s| is| are|s)? (?:is |are )?(?:in )?(?:this|the|these|our|your) (?:whole |entire )?(?:library|collection|papers|corpus|database|archive|lab|group)(?: here)?(?: (?:is|are))? (?:all )?(?:about|on|cover\w*|contain\w*|deal with)\b",
        r"\bwhat do(?:es)? (?:this|the|our|your|these|everybody|everyone|people|we|they)(?: \w+)? (?:\w+ ){0,3}?(?:cover|contain|work on|write about|deal with)(?: here)?$",
        r"\boverview (?:of|over) (?:the|this|our|your|all) (?:\w+ )?(?:library|collection|papers|topics|corpus|archive|field)\b",
        r"^(?:(?:the|papers?|show|open|list|me|in|of|from|under|which|what|are|is|belong|belongs|to|how|big|many) )*topic (?!of\b|as\b|about\b|is\b)\S",
    ),
    "timeline": _any(
        r"^(?:(?:draw|plot|show|give|make|create|see|please|me|can|could|you|a|the|and) )*(?:timeline|time ?line|time-line|chronology)\b",
        r"\btime-?line (?:of|for|about|on)\b",
        rf"\b{_YEARS}\b",
        r"\b(?:year by year|year after year|over time)\b",
        r"\b(?:papers?|publications|work|research|studies|written) (?:on|about|by|of) .*\b(?:per|by|each|every) year\b",
        r"\bhow (?:did|has|have|does|do|is|are)\b.*\b(?:develop\w*|evolv\w*|changed?|changing|grow|grown|growing|progress\w*|shift\w*|move|moved)\b(?=$| (?:over|through|since|here|in|with|across|\{))",
        r"\b(?:since )?when (?:did|do|does|have|has|were|was|are) (?:people|papers?|work|research|interest|anybody|anyone|somebody|somebody|there|most papers|authors|we|they|stud\w+)\b.*\b(?:on|about|in|with)\b",
        r"\b(?:interest|work|research|papers|writing|stud(?:y|ies)) (?:in|on|about|of)\b.*\b(?:grow\w*|grew|grown|increas\w*|declin\w*|decreas\w*|shr[aiu]nk\w*|rising|risen|fallen|falling|dropp?(?:ed|ing)?|peak\w*|slow\w*|died|dying|more (?:common|frequent|popular)|rarer|less (?:common|frequent|popular))\b",
        r"\b(?:going |gone |getting |coming )?(?:out of|into|in) (?:fashion|style)\b",
        r"^(?:is|are|was|were)\b.*\b(?:still|more|less|getting|becoming|so) (?:\w+ )?(?:popular|fashionable|trendy|common|a topic|active|en vogue|writing|publishing|alive|around|hot)\b",
        r"^(?:is|are)\b.*\b(?:dying out|on the rise|on the decline|trending|losing popularity|gaining popularity|growing|declining)$",
        r"\b(?:the )?(?:trend|rise|fall|popularity|growth|evolution|development|history|course|chronology) (?:of|for|in) (?:the )?(?:interest|work|research|papers|publications|stud(?:y|ies)|writing|topic|\{person\})\b",
        r"^(?:the |show |me |what is |what's )*(?:trends? (?:of|for|in)|popularity of)\b",
        r"\b(?:history|development|evolution|rise|growth) of .*\b(?:here|in (?:this|the|our|these) (?:library|collection|papers))$",
    ),
    "beside": _any(
        r"\{person\}.*\{(?:person|name)\}.*\b(?:in numbers|metrics|numbers|stats|statistics|side by side|h-?index|by numbers)\b",
        r"\b(?:metrics|numbers|stats|statistics|h-?index|side by side|figures)\b.*\{(?:person|name)\}.*\{(?:person|name)\}",
        r"\b(?:who|which|does|did|has|is)\b.*\b(?:more|fewer|less|higher|lower|as many|as much)\b.*\{(?:person|name)\}",
        r"\{(?:person|name)\} (?:more|fewer|less)\b.*\{(?:person|name)\}",
        r"\{(?:person|name)\} (?:vs|versus|against|compared (?:to|with)|or)\b\.? \{(?:person|name)\}",
        r"\bcompar\w+ (?:\w+ ){0,5}\{(?:person|name)\}",
        r"\bdifferences? (?:\w+ ){0,4}between \{(?:person|name)\}",
        r"\b(?:side by side|next to|beside)\b.*\{(?:person|name)\}",
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
        r"\{person\} ?['’]? (?:numbers|figures)\b",
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
        r"\bwho\b.* with whom\b",
        r"\b(?:who|people|authors|scholars) (?:\w+ )?(?:writes?|works?|wrote|published?|publishes) (?:\w+ )?together\b",
        r"\b(?:network|graph|circle) (?:of|around|for) (?:all |the )?(?:\{(?:person|name)\}|co-?auth\w*|authors?|people|collab\w*|scholars)",
        r"\{(?:person|name)\} (?:\w+ ){0,2}(?:network|circle)\b",
        rf"\b{_DRAW}\b.*\b(?:authors|people|whom)\b(?!.*\b(?:per|by|each|number)\b)",
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
        r"\bwhat (?:does|do|did|is|has) \{person\} (?:work|working|been working|been up to|research|do|known|famous|best known)\b",
        r"\b(?:which|what) (?:topics?|subjects|themes|areas) (?:does|do|did|is|has) \{person\}",
        r"\b(?:spellings?|spelled|spelt|other names?)\b.*\{person\}|\{person\}.*\b(?:spellings?|spelled|spelt)\b",
        r"\{(?:person|name)\}.*\b(?:the same|one person|same person)\b|\b(?:the same|one person|same person)\b.*\{(?:person|name)\}|^(?:is|are) \{person\} (?:also |really )?\{(?:person|name)\}$",
        r"^introduce \{person\}",
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
        r"\b(?:biggest|largest|top|main|most common|smallest) (?:\d+ |ten |five |three )?(?:categor\w+|fields?|venues?|authors?|years?)\b",
        r"\bmost (?:productive|prolific|active)\b",
        r"\bwhich (?:year|category|author|person|field|venue)\b.*\b(?:most|largest|biggest|more|fewest)\b",
        r"\b(?:list|all|which|what) (?:the )?(?:different )?(?:authors|people|categories|researchers|venues)\b(?! (?:are )?listed)(?!.*\{paper\})",
        r"\bhow many (?:different |distinct )?(?:authors|people|persons|researchers|scholars|categories|venues|fields)(?: (?:are|is|do|does|have|has|did|wrote|written|write|published|in|here|there|you|we|the|this|library|collection|total|all|together|listed|know|contributed|altogether))*$",
        r"\bdistribution\b",
        rf"\b(?:{_DRAW}|plots?|charts?|histogram|diagrams?|graphs?)\b.*\b{_COUNTED}\b.*\b(?:per|by|each|every|over)\b",
        rf"\b(?:{_DRAW}|plots?|charts?|histogram|diagrams?|graphs?)\b(?: \w+)? (?:of |for )?(?:the |all )?(?:\w+ )?(?:categories|years|fields|venues)\b",
        r"\b(?:share|fraction|percentage|proportion|percent) of (?:the |all |our |these |\{\w+\} )?(?:papers|publications|articles)?\b.*\bcode\b",
        r"\bauthors (?:per|a|each) paper\b",
        r"\bhow many authors (?:do|does|have|has) (?:a |the |most |one )?papers?\b",
        r"\bbusiest\b",
        r"\bwho (?:wrote|has|published) (?:the )?most\b",
    ),
    "about": _any(
        r"\btell me (?:more |something |a bit )?about\b",
        r"\b(?:show|open|display|describe|details?|info\w*|abstract|card|links?|url|doi|look at|pull up|bring up|view|see)\b",
        r"\bcategor(?:y|ies) (?:is|of)\b",
        r"\b(?:topics?|subject|theme) of \{paper\}$",
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
        r"\b(?:write|compose|sing|draw|make|generate) (?:me |us )?(?:an? |some |the )(?:\w+ )?(?:poem|song|essay|e-?mail|story|tweet|review|rap|haiku|code)\b",
        # A picture of what the library holds can be drawn.
        r"\b(?:draw|make|generate|create|paint) (?:me |us )?(?:an? |some |the )(?:\w+ )?(?:picture|drawing|image|painting)\b(?!.*(?:\b(?:papers?|publications?|categor\w+|topics?|years?|network|collab\w*|co-?auth\w*|authors?|citations|metrics|numbers|library|whom|code)\b|\{\w+\}))",
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
        r"\b(?:most|which|distribut\w+|top|busiest|list|trend|productive|prolific|over time|biggest|largest|rank\w*|leader\w*|how many|breakdown|histogram|fewest|least|growth|grown|plot\w*|charts?|draw\w*|graphs?|diagrams?|visuali[sz]\w*|share|fraction|percent\w*|proportion|per|by|teams?|long|size)\b",
    ),
    "topics": _any(
        r"\b(?:topics?|themes?|subjects?|areas?|fields?|trend\w*|overview|about|library|collection|here|people|lab|group|we|everybody|everyone)\b",
    ),
    "timeline": _any(
        r"\b(?:time-?line|chronolog\w*|years?|decades?|time|develop\w*|evol\w+|grow\w*|grew|chang\w+|trend\w*|fashion\w*|style|popular\w*|interest\w*|histor\w+|rise|rising|risen|fall\w*|declin\w*|increas\w*|decreas\w*|more|less|fewer|when|since|still|peak\w*|annual\w*|dying|died|shift\w*|active|start\w*|stop\w*|career|course|become|old|progress\w*)\b",
    ),
    "beside": _any(
        r"\b(?:compar\w+|vs|versus|more|less|fewer|higher|lower|numbers?|metrics?|stat\w*|side|beside|against|differ\w*|than|h-?index|as (?:many|much)|next to|per)\b",
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
        r"\b(?:co-?auth\w*|co-?writ\w*|co-?work\w*|collab\w*|with|together|partners?|team\w*|colleagues?|network|circle|groups|graph|draw|map|plot|authors)\b",
    ),
    "wrote": _any(
        r"\b(?:authors?|authored|wrote|written|write|writ|writers?|whose|by whom|names|behind|team|responsible|came up|made|built|created|developed|designed|proposed|introduced|invented|presented|published|contribut\w+|involved|worked on|part of|credit\w*|did)\b",
        r"\bwho (?:is|are|was|were) \{paper\}",
    ),
    "person": _any(
        r"\b(?:who|about|works?|working|research\w*|topics?|interest\w*|areas?|profile|overview|introduc\w+|focus|fields?|up to|know|doing|expertise|themes?|stud\w+|spell\w*|spelt|same|one|names?|portrait|other|short|also|bio\w*|describe|show|open)\b",
    ),
}
"""Words without any of which a question is not of a kind."""

ASKS = _any(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|tell|explain|name|give)\b",
    r"^(?:the )?(?:\w+ )?(?:accuracy|size|number|licen[cs]e|cost|rate|speed|range|length|height|depth|weight|share|percentage|performance|score|results?|findings?|method|goal|limitations?) (?:of|for|in)\b",
)
"""Words with which one asks; what has none of them is a search."""
