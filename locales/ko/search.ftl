search-everything = 디렉터리에서 찾기
search-words = 무엇을 찾으십니까?
search-place = 어디에서
search-place-hint = 도시, 지역 또는 나라
search-kind = 대상
everything = 전체
found-count =
    { $count ->
        [0] 찾은 것이 없습니다.
       *[other] { $count }건을 찾았습니다.
    }
found-more = { $count }건보다 많이 찾았습니다. 여기서는 처음 { $count }건만 셉니다. 몇 건인지 알려면 범위를 좁히십시오.
nothing-hint = 다른 낱말이나 더 적은 낱말로, 또는 더 넓은 지역에서 찾아보십시오.
narrowed-by = 적용된 조건
widen = 이 조건 빼기
narrow = 범위 좁히기
organization-type = 단체의 종류
record-language = 언어
whose = 출처
whose-own = 이 디렉터리
whose-others = 우호 디렉터리
around = 주변:
on-the-map = 지도에서
deadline-before = 기한
kilometres = km
follow-this-search = 이 찾기의 새 소식을 팔로우할 수 있습니다
map = 지도
map-intro = 원 하나는 그 둘레에서 찾은 것을 나타내며, 누르면 가까이 갑니다. 모두 목록에도 있습니다.
map-circle =
    { $count ->
       *[other] 여기 { $count }건: 가까이 보기
    }
organization = 단체
see-all = 모두 보기:
could-meet = 도움이 될 수 있는 단체
could-meet-intro = 하는 일과 있는 곳으로 찾았습니다. 아직 아무도 묻지 않았습니다.
meets-by-words = 다음을 이야기함: { $words }
meets-by-theme = 관심 주제:
meets-by-sector = 활동 분야:
meets-by-place = 있는 곳:
