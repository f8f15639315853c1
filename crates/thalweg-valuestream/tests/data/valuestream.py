"""Reference values of the tests beside this folder, by numpy 2.4.6 and scipy 1.17.1: python3 valuestream.py ORGANISATION
(the folder of the example organisation, with a slash at its end)."""
import sys, json, math, numpy as np, datetime as dt, zoneinfo
from scipy import stats
# queue
def sak(l,t,c,ca,cs):
    r=l*t/c
    return (ca+cs)/2*r**(math.sqrt(2*(c+1))-1)/(c*(1-r))*t
for a in [(0.8,1,1,1,1),(0.8,1,1,1,0),(3.5,0.5,2,1,1),(9,0.9,10,0.5,2),(0.1,4,3,0,1),(2.4,1,2.5,1,0.25)]:
    print("queue",a,repr(sak(*a)))
def erlang(l,t,c):
    a=l*t; r=a/c
    s=sum(a**k/math.factorial(k) for k in range(c))
    top=a**c/math.factorial(c)/(1-r)
    return top/(s+top)*t/(c-a)
for c,r in [(2,.7),(2,.9),(4,.8),(8,.9),(8,.95)]:
    print("erlang",c,r,repr(erlang(r*c,1,c)),repr(sak(r*c,1,c,1,1)))
# forecast
h=[0,2,0,1,3,0,1]
pm=np.zeros(4)
for x in h: pm[x]+=1/len(h)
d=np.array([1.0])
tot=[]
for day in range(1,61):
    d=np.convolve(d,pm)
    tot.append(d.copy())
d10=tot[9]
print("P(total>=k) 10 days",[ (k,round(float(d10[k:].sum()),6)) for k in (5,8,10,12,15)])
cdf=np.cumsum(d10)
print("how many 85,50,95:", [int(np.searchsorted(cdf,1-c)) for c in (.85,.5,.95)], [float(cdf[int(np.searchsorted(cdf,1-c))]) for c in (.85,.5,.95)],[float(cdf[int(np.searchsorted(cdf,1-c))-1]) for c in (.85,.5,.95)])
def within(items,day): return float(tot[day-1][items:].sum())
print("when 20 items", [(x,round(within(20,x),6)) for x in (15,20,25,30)])
for c in (.5,.85,.95):
    print(c, next(x for x in range(1,61) if within(20,x)>=c), [within(20,x) for x in range(1,61) if within(20,x)>=c][0])
print("binom 30 .5", stats.binom.ppf(.15,30,.5), stats.binom.sf(11,30,.5), stats.binom.sf(14,30,.5))
# example organisation
T=sys.argv[1]
items=[json.loads(l) for l in open(T+"work_items.jsonl")]
Z=zoneinfo.ZoneInfo("Europe/Berlin"); P=lambda s: dt.datetime.fromisoformat(s.replace('Z','+00:00'))
a=dt.datetime(2026,9,1,tzinfo=Z); b=dt.datetime(2026,10,1,tzinfo=Z)
def H(x): return x.total_seconds()/3600
for name,sel in (("org",items),("catalogue",[i for i in items if i.get("team")=="catalogue"])):
    st=[{s["state"]:P(s["at"]) for s in i["states"]} for i in sel]
    fin=[s for s in st if "done" in s and a<=s["done"]<b]
    ct=[H(s["done"]-s["doing"]) for s in fin]; ft=[H(s["done"]-s["todo"]) for s in fin]
    act=sum(ct); wait=sum(H(s["doing"]-s["todo"]) for s in fin)
    load=sum(1 for s in st if s["todo"]<b and not ("done" in s and s["done"]<b))
    wip=[s for s in st if "doing" in s and s["doing"]<b and not("done" in s and s["done"]<b)]
    started=sum(1 for s in st if "doing" in s and a<=s["doing"]<b)
    ov=sum(max(0,H(min(s.get("done",b),b)-max(s["doing"],a))) for s in st if "doing" in s and s["doing"]<b and s.get("done",b)>a)
    L=ov/H(b-a)
    print(name,len(fin),"ct",np.median(ct) if ct else None,np.quantile(ct,.85) if ct else None,"ft",np.median(ft) if ft else None,"eff",act/(act+wait) if fin else None,"load",load,"wip",len(wip),"started",started,"L",L,"W",np.mean(ct) if ct else None,"pred",L/len(fin)*H(b-a) if fin else None, "perweek", len(fin)/(H(b-a)/168))
