"use strict";(self.rspackChunkukiyo_widgets=self.rspackChunkukiyo_widgets||[]).push([[1],{27(e,t,r){var n=r(28),o=r.n(n),a=r(29),i=(r.n(a))()(o());i.push([e.id,`.uw-lab-studio {
  container: uw-lab-studio / size;
  overflow: auto;
  padding: 0 8px;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
}
.uw-lab-studio.over {
  outline: 2px dashed var(--jp-brand-color1);
  outline-offset: -4px;
}
.uw-lab-studio .jp-OutputArea-output {
  padding: 0;
  overflow: visible;
}
/* The picture is as tall as the tab allows, with Play and what is folded below it. */
.uw-lab-studio .uw-studio:not(.uw-presenting) {
  --uw-tall: max(260px, calc(100cqh - 154px));
}
.uw-lab-message {
  padding: 24px;
  font-size: var(--jp-ui-font-size2);
  overflow-wrap: anywhere;
}
.uw-lab-message code {
  display: block;
  margin: 12px 0;
  padding: 8px 12px;
  background: var(--jp-layout-color2);
  border: 1px solid var(--jp-border-color1);
  user-select: all;
}
.uw-lab-message button {
  display: block;
  margin-top: 12px;
}
.uw-lab-status {
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
  cursor: pointer;
}
`,""]),r.d(t,{},{A:i})},29(e){e.exports=function(e){var t=[];return t.toString=function(){return this.map(function(t){var r="",n=void 0!==t[5];return t[4]&&(r+="@supports (".concat(t[4],") {")),t[2]&&(r+="@media ".concat(t[2]," {")),n&&(r+="@layer".concat(t[5].length>0?" ".concat(t[5]):""," {")),r+=e(t),n&&(r+="}"),t[2]&&(r+="}"),t[4]&&(r+="}"),r}).join("")},t.i=function(e,r,n,o,a){"string"==typeof e&&(e=[[null,e,void 0]]);var i={};if(n)for(var s=0;s<this.length;s++){var u=this[s][0];null!=u&&(i[u]=!0)}for(var c=0;c<e.length;c++){var l=[].concat(e[c]);n&&i[l[0]]||(void 0!==a&&(void 0===l[5]||(l[1]="@layer".concat(l[5].length>0?" ".concat(l[5]):""," {").concat(l[1],"}")),l[5]=a),r&&(l[2]&&(l[1]="@media ".concat(l[2]," {").concat(l[1],"}")),l[2]=r),o&&(l[4]?(l[1]="@supports (".concat(l[4],") {").concat(l[1],"}"),l[4]=o):l[4]="".concat(o)),t.push(l))}},t}},28(e){e.exports=function(e){return e[1]}},20(e,t,r){r.r(t);var n=r(21),o=r.n(n),a=r(22),i=r.n(a),s=r(23),u=r.n(s),c=r(24),l=r.n(c),p=r(25),d=r.n(p),f=r(26),v=r.n(f),h=r(27),m={};m.styleTagTransform=v(),m.setAttributes=l(),m.insert=u().bind(null,"head"),m.domAPI=i(),m.insertStyleElement=d(),o()(h.A,m);let b=h.A&&h.A.locals?h.A.locals:void 0;r.d(t,{},{default:b})},21(e){var t=[];function r(e){for(var r=-1,n=0;n<t.length;n++)if(t[n].identifier===e){r=n;break}return r}function n(e,n){for(var o={},a=[],i=0;i<e.length;i++){var s=e[i],u=n.base?s[0]+n.base:s[0],c=o[u]||0,l="".concat(u," ").concat(c);o[u]=c+1;var p=r(l),d={css:s[1],media:s[2],sourceMap:s[3],supports:s[4],layer:s[5]};if(-1!==p)t[p].references++,t[p].updater(d);else{var f=function(e,t){var r=t.domAPI(t);return r.update(e),function(t){t?(t.css!==e.css||t.media!==e.media||t.sourceMap!==e.sourceMap||t.supports!==e.supports||t.layer!==e.layer)&&r.update(e=t):r.remove()}}(d,n);n.byIndex=i,t.splice(i,0,{identifier:l,updater:f,references:1})}a.push(l)}return a}e.exports=function(e,o){var a=n(e=e||[],o=o||{});return function(e){e=e||[];for(var i=0;i<a.length;i++){var s=r(a[i]);t[s].references--}for(var u=n(e,o),c=0;c<a.length;c++){var l=r(a[c]);0===t[l].references&&(t[l].updater(),t.splice(l,1))}a=u}}},23(e){var t={};e.exports=function(e,r){var n=function(e){if(void 0===t[e]){var r=document.querySelector(e);if(window.HTMLIFrameElement&&r instanceof window.HTMLIFrameElement)try{r=r.contentDocument.head}catch(e){r=null}t[e]=r}return t[e]}(e);if(!n)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");n.appendChild(r)}},25(e){e.exports=function(e){var t=document.createElement("style");return e.setAttributes(t,e.attributes),e.insert(t,e.options),t}},24(e,t,r){e.exports=function(e){var t=r.nc;t&&e.setAttribute("nonce",t)}},22(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var t=e.insertStyleElement(e);return{update:function(r){var n,o,a;n="",r.supports&&(n+="@supports (".concat(r.supports,") {")),r.media&&(n+="@media ".concat(r.media," {")),(o=void 0!==r.layer)&&(n+="@layer".concat(r.layer.length>0?" ".concat(r.layer):""," {")),n+=r.css,o&&(n+="}"),r.media&&(n+="}"),r.supports&&(n+="}"),(a=r.sourceMap)&&"u">typeof btoa&&(n+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(a))))," */")),e.styleTagTransform(n,t,e.options)},remove:function(){var e;null===(e=t).parentNode||e.parentNode.removeChild(e)}}}},26(e){e.exports=function(e,t){if(t.styleSheet)t.styleSheet.cssText=e;else{for(;t.firstChild;)t.removeChild(t.firstChild);t.appendChild(document.createTextNode(e))}}}}]);